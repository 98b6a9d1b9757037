// SPDX-License-Identifier: GPL-3.0-or-later
/* What drawings are made of. */
#include "view/svg.h"

#include "base/text.h"
#include "base/utf8.h"
#include "view/html.h"

#include <math.h>
#include <string.h>

static const double font_size[] = {12, 10.5, 12, 10.5, 10.5, 10.5};
static const char *const font_class[] = {"t", "t s", "t b", "t s h", "t s inv", "t s b h"};
static const char *const anchor_class[] = {"", " m", " e"};

void kp_svg_rules(struct kp_buf *out)
{
    kp_buf_adds(
        out,
        "svg.d{display:block;width:100%;max-width:34rem;height:auto;color:var(--ink,CanvasText);"
        "font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,Helvetica,Arial,sans-serif;"
        "print-color-adjust:exact;break-inside:avoid}\n"
        "svg.d .t{font-size:12px;fill:currentColor;stroke:none}\n"
        "svg.d .s{font-size:10.5px}\n"
        "svg.d .b{font-weight:600}\n"
        "svg.d .h{paint-order:stroke;stroke:var(--paper,Canvas);stroke-width:4px;"
        "stroke-linejoin:round}\n"
        "svg.d .m{text-anchor:middle}\n"
        "svg.d .e{text-anchor:end}\n"
        "svg.d .line,svg.d .soft,svg.d .dash,svg.d .dots,svg.d .accent,svg.d .aim"
        "{fill:none;stroke:currentColor;stroke-width:1;stroke-linejoin:round}\n"
        "svg.d .soft{stroke:var(--soft,GrayText);stroke-width:.75}\n"
        "svg.d .dash{stroke-dasharray:5 3}\n"
        "svg.d .dots{stroke:var(--soft,GrayText);stroke-dasharray:1.5 3}\n"
        "svg.d .accent{stroke:var(--accent,currentColor);stroke-width:2}\n"
        "svg.d .aim{stroke:var(--good,currentColor);stroke-width:1.5;stroke-dasharray:6 3}\n"
        "svg.d .w2{stroke-width:2}\n"
        "svg.d .w3{stroke-width:3.5}\n"
        "svg.d .bad{stroke:var(--bad,currentColor)}\n"
        "svg.d .paper{fill:var(--paper,Canvas)}\n"
        "svg.d .tint{fill:currentColor;fill-opacity:.07}\n"
        "svg.d .shade{fill:currentColor;fill-opacity:.2}\n"
        "svg.d .ink{fill:currentColor}\n"
        "svg.d .hue{fill:var(--accent,currentColor)}\n"
        "svg.d .hue-tint{fill:var(--accent,currentColor);fill-opacity:.13}\n"
        "svg.d .t.inv{fill:var(--paper,Canvas)}\n");
}

void kp_svg_alone(struct kp_str svg, struct kp_buf *out)
{
    size_t at = kp_str_find(svg, '>');
    kp_buf_add(out, kp_str_slice(svg, 0, at + 1));
    kp_buf_adds(out, "\n<style>\nsvg{color-scheme:light dark;background:Canvas}\n");
    kp_svg_rules(out);
    kp_buf_adds(out, "</style>");
    kp_buf_add(out, kp_str_slice(svg, at + 1, svg.len));
}

/* ---- text */

void kp_svg_escape(struct kp_buf *out, struct kp_str text)
{
    struct kp_buf safe = KP_BUF_INIT;
    kp_utf8_add_visible(&safe, text, false);
    kp_html_escape_signs(out, kp_buf_str(&safe));
    kp_buf_release(&safe);
}

void kp_svg_length(struct kp_buf *out, double value)
{
    long tenths = lround(value * 10);
    unsigned long size = (unsigned long)(tenths < 0 ? -tenths : tenths);
    if (tenths < 0)
        kp_buf_addc(out, '-');
    kp_buf_add_uint(out, size / 10, 1);
    if (size % 10) {
        kp_buf_addc(out, '.');
        kp_buf_addc(out, (char)('0' + size % 10));
    }
}

double kp_svg_round_up(double value)
{
    static const double steps[] = {1, 2, 2.5, 4, 5, 8, 10};
    if (!(value > 0))
        return 0;
    double ten = pow(10, floor(log10(value)));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (value <= steps[i] * ten * (1 + 1e-9))
            return steps[i] * ten;
    return 10 * ten;
}

/* Parts of the font's size, of a usual sans-serif with a little to spare. */
static double width_of(int32_t code)
{
    if (code < 0x80 && strchr("ijlI.,:;'|!`", (int)code))
        return 0.32;
    if (code < 0x80 && strchr(" ()[]{}frt/\\-\"*", (int)code))
        return 0.4;
    if (code < 0x80 && strchr("mwMW@%&", (int)code))
        return 0.92;
    if ((code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde))
        return 0.72;
    return 0.61;
}

/* The widest that a grapheme is. */
static const double widest = 1.1;

/* The same of the grapheme at *pos, which moves behind it. */
static double next_width(struct kp_str text, size_t *pos)
{
    size_t start = *pos, columns = kp_utf8_next_width(text, pos);
    if (columns > 1)
        return widest;
    return columns ? width_of(kp_utf8_next(text, &start)) : 0;
}

static double sized(double width, enum kp_svg_font font)
{
    return width * font_size[font] * (font == KP_SVG_BOLD || font == KP_SVG_STRONG ? 1.09 : 1);
}

double kp_svg_text_width(struct kp_str text, enum kp_svg_font font)
{
    double width = 0;
    for (size_t pos = 0; pos < text.len;)
        width += next_width(text, &pos);
    return sized(width, font);
}

/* How many bytes of the beginning fit, cut between graphemes. */
static size_t fitting(struct kp_str text, enum kp_svg_font font, double most)
{
    double width = 0;
    if (sized(widest * (double)text.len, font) <= most)
        return text.len;
    for (size_t pos = 0, end = 0; pos < text.len; pos = end) {
        width += sized(next_width(text, &end), font);
        if (width > most)
            return pos;
    }
    return text.len;
}

static void put_text(struct kp_svg *svg, double x, double y, enum kp_svg_font font,
                     enum kp_svg_anchor anchor, struct kp_str text, bool cut)
{
    kp_buf_adds(&svg->body, "\n<text x=\"");
    kp_svg_length(&svg->body, x);
    kp_buf_adds(&svg->body, "\" y=\"");
    kp_svg_length(&svg->body, y);
    kp_buf_adds(&svg->body, "\" class=\"");
    kp_buf_adds(&svg->body, font_class[font]);
    kp_buf_adds(&svg->body, anchor_class[anchor]);
    kp_buf_adds(&svg->body, "\">");
    kp_html_escape_signs(&svg->body, cut ? kp_str_trim(text) : text);
    kp_buf_adds(&svg->body, cut ? "…</text>" : "</text>");
}

static void put_cut(struct kp_svg *svg, double x, double y, enum kp_svg_font font,
                    enum kp_svg_anchor anchor, struct kp_str text, double most)
{
    bool cut = most > 0 && fitting(text, font, most) < text.len;
    if (cut)
        text = kp_str_slice(text, 0, fitting(text, font, most - font_size[font]));
    put_text(svg, x, y, font, anchor, text, cut);
}

void kp_svg_text(struct kp_svg *svg, double x, double y, enum kp_svg_font font,
                 enum kp_svg_anchor anchor, struct kp_str text, double most)
{
    struct kp_buf safe = KP_BUF_INIT;
    kp_utf8_add_visible(&safe, text, false);
    put_cut(svg, x, y, font, anchor, kp_buf_str(&safe), most);
    kp_buf_release(&safe);
}

bool kp_svg_left_out(struct kp_svg *svg, double y, size_t count)
{
    struct kp_buf text = KP_BUF_INIT;
    if (!count)
        return false;
    kp_buf_addf(&text, "%s: %zu", _("Not drawn"), count);
    kp_svg_text(svg, 4, y, KP_SVG_SMALL, KP_SVG_START, kp_buf_str(&text), 0);
    kp_buf_release(&text);
    return true;
}

void kp_svg_text_up(struct kp_svg *svg, double x, double y, enum kp_svg_font font,
                    struct kp_str text, double most)
{
    kp_buf_adds(&svg->body, "\n<g transform=\"translate(");
    kp_svg_length(&svg->body, x);
    kp_buf_addc(&svg->body, ' ');
    kp_svg_length(&svg->body, y);
    kp_buf_adds(&svg->body, ") rotate(-90)\">");
    kp_svg_text(svg, 0, 0, font, KP_SVG_START, text, most);
    kp_buf_adds(&svg->body, "</g>");
}

/* Where the line that begins the text is broken: behind its last space, or in a long word. */
static size_t break_at(struct kp_str text, size_t fits)
{
    if (fits == text.len || text.data[fits] == ' ')
        return fits;
    for (size_t i = fits; i > 0; i--)
        if (text.data[i - 1] == ' ')
            return i;
    return fits ? fits : kp_utf8_grapheme_end(text, 0);
}

/* A line of broken text; where a word was too long for it, with a hyphen. */
static void put_line(struct kp_svg *svg, double x, double y, enum kp_svg_font font,
                     enum kp_svg_anchor anchor, struct kp_str text, bool more)
{
    struct kp_str line = kp_str_trim(text);
    struct kp_buf broken = KP_BUF_INIT;
    kp_buf_add(&broken, line);
    unsigned char last = line.len ? (unsigned char)line.data[line.len - 1] : ' ';
    bool letter = (last | 0x20) >= 'a' && (last | 0x20) <= 'z';
    if (more && line.len == text.len && (letter || last >= 0x80) && text.data[text.len] != ' ')
        kp_buf_addc(&broken, '-');
    put_text(svg, x, y, font, anchor, kp_buf_str(&broken), false);
    kp_buf_release(&broken);
}

double kp_svg_wrapped(struct kp_svg *svg, double x, double y, enum kp_svg_font font,
                      enum kp_svg_anchor anchor, struct kp_str text, double width, size_t lines)
{
    struct kp_buf safe = KP_BUF_INIT;
    kp_utf8_add_visible(&safe, text, false);
    struct kp_str rest = kp_str_trim(kp_buf_str(&safe));
    for (size_t i = 0; i < lines && rest.len; i++) {
        size_t end = break_at(rest, fitting(rest, font, width));
        if (i + 1 == lines)
            put_cut(svg, x, y, font, anchor, rest, width);
        else
            put_line(svg, x, y, font, anchor, kp_str_slice(rest, 0, end), end < rest.len);
        rest = kp_str_trim(kp_str_slice(rest, end, rest.len));
        y += font_size[font] * 1.25;
    }
    kp_buf_release(&safe);
    return y;
}

/* ---- lines and areas */

static void attribute(struct kp_svg *svg, const char *name, double value)
{
    kp_buf_addc(&svg->body, ' ');
    kp_buf_adds(&svg->body, name);
    kp_buf_adds(&svg->body, "=\"");
    kp_svg_length(&svg->body, value);
    kp_buf_addc(&svg->body, '"');
}

static void open_element(struct kp_svg *svg, const char *name, const char *classes)
{
    kp_buf_adds(&svg->body, "\n<");
    kp_buf_adds(&svg->body, name);
    kp_buf_adds(&svg->body, " class=\"");
    kp_buf_adds(&svg->body, classes);
    kp_buf_addc(&svg->body, '"');
}

static void close_element(struct kp_svg *svg)
{
    kp_buf_adds(&svg->body, "/>");
}

void kp_svg_line(struct kp_svg *svg, double x1, double y1, double x2, double y2,
                 const char *classes)
{
    open_element(svg, "line", classes);
    attribute(svg, "x1", x1);
    attribute(svg, "y1", y1);
    attribute(svg, "x2", x2);
    attribute(svg, "y2", y2);
    close_element(svg);
}

void kp_svg_rect(struct kp_svg *svg, double x, double y, double width, double height,
                 const char *classes)
{
    open_element(svg, "rect", classes);
    attribute(svg, "x", x);
    attribute(svg, "y", y);
    attribute(svg, "width", width);
    attribute(svg, "height", height);
    close_element(svg);
}

void kp_svg_circle(struct kp_svg *svg, double x, double y, double radius, const char *classes)
{
    open_element(svg, "circle", classes);
    attribute(svg, "cx", x);
    attribute(svg, "cy", y);
    attribute(svg, "r", radius);
    close_element(svg);
}

void kp_svg_points(struct kp_svg *svg, const double *points, size_t count, bool closed,
                   const char *classes)
{
    open_element(svg, closed ? "polygon" : "polyline", classes);
    kp_buf_adds(&svg->body, " points=\"");
    for (size_t i = 0; i < count; i++) {
        kp_buf_adds(&svg->body, i ? " " : "");
        kp_svg_length(&svg->body, points[2 * i]);
        kp_buf_addc(&svg->body, ',');
        kp_svg_length(&svg->body, points[2 * i + 1]);
    }
    kp_buf_addc(&svg->body, '"');
    close_element(svg);
}

void kp_svg_arrow(struct kp_svg *svg, double x1, double y1, double x2, double y2,
                  const char *classes)
{
    enum { HEAD = 7 };
    double length = hypot(x2 - x1, y2 - y1);
    if (length < 1)
        return;
    double ux = (x2 - x1) / length, uy = (y2 - y1) / length;
    double bx = x2 - ux * HEAD, by = y2 - uy * HEAD;
    double head[] = {
        x2, y2, bx - uy * HEAD / 2, by + ux * HEAD / 2, bx + uy * HEAD / 2, by - ux * HEAD / 2};
    kp_svg_line(svg, x1, y1, bx, by, classes);
    kp_svg_points(svg, head, 3, true, "ink");
}

void kp_svg_hatch(struct kp_svg *svg, double x, double y, double width, double height, double gap)
{
    open_element(svg, "path", "soft");
    kp_buf_adds(&svg->body, " d=\"");
    for (double at = gap; at < width + height; at += gap) {
        kp_buf_addc(&svg->body, 'M');
        kp_svg_length(&svg->body, at < height ? x : x + at - height);
        kp_buf_addc(&svg->body, ' ');
        kp_svg_length(&svg->body, at < height ? y + at : y + height);
        kp_buf_addc(&svg->body, 'L');
        kp_svg_length(&svg->body, at < width ? x + at : x + width);
        kp_buf_addc(&svg->body, ' ');
        kp_svg_length(&svg->body, at < width ? y : y + at - width);
    }
    kp_buf_addc(&svg->body, '"');
    close_element(svg);
}

void kp_svg_put_mark(struct kp_svg *svg, enum kp_svg_mark mark, double x, double y, double radius)
{
    double r = radius;
    switch (mark) {
    case KP_SVG_DOT: kp_svg_circle(svg, x, y, r, "ink"); break;
    case KP_SVG_RING: kp_svg_circle(svg, x, y, r, "line w2 paper"); break;
    case KP_SVG_NUMBER: kp_svg_circle(svg, x, y, r, "line paper"); break;
    case KP_SVG_SQUARE: kp_svg_rect(svg, x - r, y - r, 2 * r, 2 * r, "line paper"); break;
    case KP_SVG_DIAMOND:
        kp_svg_points(svg, (double[]){x, y - r, x + r, y, x, y + r, x - r, y}, 4, true, "ink");
        break;
    case KP_SVG_TRIANGLE:
        kp_svg_points(svg, (double[]){x, y - r, x + r, y + r, x - r, y + r}, 3, true, "line paper");
        break;
    case KP_SVG_CROSS:
        kp_svg_line(svg, x - r, y - r, x + r, y + r, "line w2");
        kp_svg_line(svg, x - r, y + r, x + r, y - r, "line w2");
        break;
    case KP_SVG_LINE: kp_svg_line(svg, x - r, y, x + r, y, "accent"); break;
    case KP_SVG_DASHES: kp_svg_line(svg, x - r, y, x + r, y, "aim"); break;
    case KP_SVG_DOTS: kp_svg_line(svg, x - r, y, x + r, y, "dots"); break;
    case KP_SVG_TICK: kp_svg_line(svg, x, y - r / 2, x, y + r / 2, "line w2"); break;
    case KP_SVG_FILLED: kp_svg_rect(svg, x - r, y - r / 2, 2 * r, r, "hue"); break;
    case KP_SVG_HATCHED:
        kp_svg_rect(svg, x - r, y - r / 2, 2 * r, r, "line paper");
        kp_svg_hatch(svg, x - r, y - r / 2, 2 * r, r, 4);
        break;
    case KP_SVG_BROKEN: kp_svg_line(svg, x - r, y, x + r, y, "dash"); break;
    }
}

/* A circle; of three figures a pill. */
void kp_svg_put_number(struct kp_svg *svg, size_t number, double x, double y)
{
    enum { HALF_WIDE = 12, HALF_HIGH = 8 };
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_add_uint(&text, number, 1);
    if (number > 99) {
        open_element(svg, "rect", "line paper");
        attribute(svg, "x", x - HALF_WIDE);
        attribute(svg, "y", y - HALF_HIGH);
        attribute(svg, "width", 2 * HALF_WIDE);
        attribute(svg, "height", 2 * HALF_HIGH);
        attribute(svg, "rx", HALF_HIGH);
        close_element(svg);
    } else {
        kp_svg_put_mark(svg, KP_SVG_NUMBER, x, y, HALF_HIGH);
    }
    kp_svg_text(svg, x, y + 3.7, KP_SVG_SMALL, KP_SVG_MIDDLE, kp_buf_str(&text), 0);
    kp_buf_release(&text);
}

double kp_svg_legend(struct kp_svg *svg, const struct kp_svg_entry *entries, size_t count, double x,
                     double y, double width)
{
    enum { SIGN = 16, SPACE = 14, ROW = 19 };
    double at = x;
    for (size_t i = 0; i < count; i++) {
        const struct kp_svg_entry *entry = &entries[i];
        double wide = SIGN + kp_svg_text_width(entry->text, KP_SVG_SMALL);
        if (wide > width)
            wide = width;
        if (at > x && at + wide > x + width) {
            at = x;
            y += ROW;
        }
        if (entry->mark == KP_SVG_NUMBER)
            kp_svg_put_number(svg, entry->number, at + 8, y);
        else
            kp_svg_put_mark(svg, entry->mark, at + 8, y, entry->mark >= KP_SVG_LINE ? 8 : 5);
        kp_svg_text(svg, at + SIGN + 3, y + 3.7, KP_SVG_SMALL, KP_SVG_START, entry->text,
                    width - SIGN - 3);
        at += wide + SPACE;
    }
    return y + (count ? ROW : 0);
}

/* ---- the whole */

void kp_svg_begin(struct kp_svg *svg, const char *id)
{
    *svg = (struct kp_svg){.body = KP_BUF_INIT, .id = id};
}

void kp_svg_end(struct kp_svg *svg, double width, double height, struct kp_str title,
                struct kp_str description, struct kp_buf *out)
{
    kp_buf_adds(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"d\" viewBox=\"0 0 ");
    kp_svg_length(out, ceil(width));
    kp_buf_addc(out, ' ');
    kp_svg_length(out, ceil(height));
    kp_buf_addf(out,
                "\" role=\"img\" aria-labelledby=\"%s-t\" aria-describedby=\"%s-d\">\n"
                "<title id=\"%s-t\">",
                svg->id, svg->id, svg->id);
    kp_svg_escape(out, title);
    kp_buf_addf(out, "</title>\n<desc id=\"%s-d\">", svg->id);
    enum { DESCRIPTION_MOST = 6000 };
    struct kp_str fit =
        kp_utf8_fit(kp_str_slice(description, 0, 4 * DESCRIPTION_MOST), DESCRIPTION_MOST);
    kp_svg_escape(out, fit);
    kp_buf_adds(out, fit.len < description.len ? "…</desc>" : "</desc>");
    kp_buf_add(out, kp_buf_str(&svg->body));
    kp_buf_adds(out, "\n</svg>\n");
    kp_buf_release(&svg->body);
}
