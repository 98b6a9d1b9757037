// SPDX-License-Identifier: GPL-3.0-or-later
/* The ranking of candidates as SVG: what kp_view_ranking draws for the terminal. */
#include "base/text.h"
#include "view/selection.h"
#include "view/svg.h"

enum {
    ROW = 20,
    PLACE_X = 16,
    NAME_X = 22,
    BAR_X = 206,
    BAR_MOST = 102,
    POINTS_X = 352,
    MOST = 40
};

/* From 1 to 5; one point is a stub, so that it is seen. */
static double bar_of(const struct kp_selection_candidate *candidate)
{
    double share = (kp_number_to_double(candidate->points) - 1) / 4;
    return 3 + (share < 0 ? 0 : share > 1 ? 1 : share) * (BAR_MOST - 3);
}

static void draw_candidate(struct kp_svg *svg, const struct kp_selection_candidate *candidate,
                           const struct kp_style *style, double y)
{
    struct kp_buf text = KP_BUF_INIT;
    bool above = candidate->side == KP_SELECTION_ABOVE;
    enum kp_svg_font font = above ? KP_SVG_STRONG : KP_SVG_SMALL;
    if (candidate->place)
        kp_buf_addf(&text, "%zu%s", candidate->place, candidate->tied ? "=" : "");
    kp_svg_text(svg, PLACE_X, y, KP_SVG_SMALL, KP_SVG_END, kp_buf_str(&text), 0);
    kp_svg_text(svg, NAME_X, y, font, KP_SVG_START, candidate->name, BAR_X - NAME_X - 4);
    kp_buf_clear(&text);
    if (candidate->ranked) {
        kp_svg_rect(svg, BAR_X, y - 9, bar_of(candidate), 11, above ? "line shade" : "line paper");
        if (!above)
            kp_svg_hatch(svg, BAR_X, y - 9, bar_of(candidate), 11, 5);
        kp_number_show(&text, kp_number_round(candidate->points, 2), style->lang, 2);
        kp_buf_adds(&text, candidate->wide ? " !" : "");
    } else {
        kp_buf_adds(&text, "–");
    }
    kp_svg_text(svg, POINTS_X, y, font, KP_SVG_END, kp_buf_str(&text), 0);
    kp_buf_release(&text);
}

static double draw_cut(struct kp_svg *svg, size_t cut, double y)
{
    struct kp_buf text = KP_BUF_INIT;
    kp_buf_addf(&text, _("cut: %zu"), cut);
    double behind = NAME_X + kp_svg_text_width(kp_buf_str(&text), KP_SVG_SMALL) + 6;
    kp_svg_text(svg, NAME_X, y - 6, KP_SVG_SMALL, KP_SVG_START, kp_buf_str(&text), 0);
    kp_svg_line(svg, behind, y - 10, KP_SVG_WIDTH - 4, y - 10, "dash");
    kp_buf_release(&text);
    return y + 10;
}

/* What the "!" behind points says. */
static double draw_key(struct kp_svg *svg, const struct kp_selection *selection, double y)
{
    bool any = false;
    for (size_t i = 0; i < selection->candidate_count && i < MOST; i++)
        any = any || (selection->candidates[i].ranked && selection->candidates[i].wide);
    if (!any)
        return y;
    kp_svg_text(svg, NAME_X, y + 4, KP_SVG_SMALL, KP_SVG_START,
                kp_str_from(_("! the room was far apart")), KP_SVG_WIDTH - NAME_X);
    return y + ROW;
}

/* "1. Nordfjord, 4.20 points, above the cut" */
static void describe(const struct kp_selection *selection, const struct kp_style *style,
                     struct kp_buf *out)
{
    for (size_t i = 0; i < selection->ranked; i++) {
        const struct kp_selection_candidate *candidate = &selection->candidates[i];
        kp_buf_addf(out, "%s%zu. %.*s ", i ? "; " : "", candidate->place,
                    KP_STR_ARG(candidate->name));
        kp_number_show(out, kp_number_round(candidate->points, 2), style->lang, 2);
        if (candidate->side == KP_SELECTION_BELOW)
            kp_buf_addf(out, " (%s)", _("below the cut"));
    }
}

bool kp_svg_ranking(const struct kp_selection *selection, const struct kp_style *style,
                    const char *id, struct kp_buf *out)
{
    struct kp_svg svg;
    struct kp_buf description = KP_BUF_INIT;
    bool drawn = !selection->cut || selection->cut >= selection->candidate_count;
    double y = 14;
    if (!selection->ranked)
        return false;
    kp_svg_begin(&svg, id);
    for (size_t i = 0; i < selection->candidate_count && i < MOST; i++) {
        if (!drawn && selection->candidates[i].side != KP_SELECTION_ABOVE) {
            y = draw_cut(&svg, selection->cut, y + 2);
            drawn = true;
        }
        draw_candidate(&svg, &selection->candidates[i], style, y);
        y += ROW;
    }
    y = draw_key(&svg, selection, y);
    describe(selection, style, &description);
    kp_svg_end(&svg, KP_SVG_WIDTH, y - 6, kp_str_from(_("The ranking")), kp_buf_str(&description),
               out);
    kp_buf_release(&description);
    return true;
}
