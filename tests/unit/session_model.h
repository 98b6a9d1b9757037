// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef TESTS_SESSION_MODEL_H
#define TESTS_SESSION_MODEL_H

/*
 * A model with every type and a script that asks them, for the tests of sessions and their fuzz
 * target: ` stands for ", ~ for a text in three languages.
 */
#define SESSION_MODEL                                                                              \
    "{`format`:1,`groups`:[{`id`:`g`,`label`:~}],"                                                 \
    "`scales`:{`often`:[{`value`:1,`label`:{`en`:`never`,`da`:`aldrig`,`sv`:`aldrig`}},"           \
    "{`value`:2,`label`:{`en`:`often`,`da`:`ofte`,`sv`:`ofta`}}]},"                                \
    "`fields`:["                                                                                   \
    "{`id`:`goals`,`type`:`text`,`group`:`g`,`label`:{`en`:`Goals`,`da`:`Mål`,`sv`:`Mål`}},"     \
    "{`id`:`story`,`type`:`note`,`group`:`g`,`label`:~},"                                          \
    "{`id`:`list`,`type`:`list`,`group`:`g`,`label`:~},"                                           \
    "{`id`:`number`,`type`:`number`,`group`:`g`,`label`:~,`min`:0,`max`:100},"                     \
    "{`id`:`revenue`,`type`:`money`,`group`:`g`,`label`:~},"                                       \
    "{`id`:`cost`,`type`:`money`,`group`:`g`,`label`:~,`check`:`cost <= revenue`,"                 \
    "`message`:{`en`:`too dear`,`da`:`for dyrt`,`sv`:`för dyrt`}},"                               \
    "{`id`:`share`,`type`:`percent`,`group`:`g`,`label`:~},"                                       \
    "{`id`:`when`,`type`:`date`,`group`:`g`,`label`:~},"                                           \
    "{`id`:`sure`,`type`:`yesno`,`group`:`g`,`label`:~},"                                          \
    "{`id`:`why`,`type`:`text`,`group`:`g`,`label`:~},"                                            \
    "{`id`:`further`,`type`:`text`,`group`:`g`,`label`:~},"                                        \
    "{`id`:`theme`,`type`:`choice`,`group`:`g`,`label`:~,`choices`:["                              \
    "{`id`:`win`,`label`:{`en`:`Win`,`da`:`Vinde`,`sv`:`Vinna`}},"                                 \
    "{`id`:`keep`,`label`:{`en`:`Keep`,`da`:`Beholde`,`sv`:`Behålla`}}]},"                        \
    "{`id`:`themes`,`type`:`choices`,`group`:`g`,`label`:~,`choices`:["                            \
    "{`id`:`win`,`label`:{`en`:`Win`,`da`:`Vinde`,`sv`:`Vinna`}},"                                 \
    "{`id`:`keep`,`label`:{`en`:`Keep`,`da`:`Beholde`,`sv`:`Behålla`}}]},"                        \
    "{`id`:`often`,`type`:`scale`,`group`:`g`,`label`:~,`scale`:`often`},"                         \
    "{`id`:`kam`,`type`:`person`,`group`:`g`,`label`:~},"                                          \
    "{`id`:`team`,`type`:`people`,`group`:`g`,`label`:~},"                                         \
    "{`id`:`place`,`type`:`position`,`group`:`g`,`label`:~,"                                       \
    "`x`:{`label`:~,`scale`:`often`},`y`:{`label`:~,`scale`:`often`},`quadrants`:["                \
    "{`id`:`q1`,`label`:~,`x`:[1,1],`y`:[1,2]},{`id`:`q2`,`label`:~,`x`:[2,2],`y`:[1,2]}]},"       \
    "{`id`:`deals`,`type`:`table`,`group`:`g`,`label`:~,`key`:`title`,"                            \
    "`check`:`!has(lost) || !lost || has(reason)`,"                                                \
    "`message`:{`en`:`give the reason`,`da`:`hvorfor`,`sv`:`varför`},`columns`:["                 \
    "{`id`:`title`,`type`:`text`,`label`:{`en`:`Title`,`da`:`Titel`,`sv`:`Titel`}},"               \
    "{`id`:`value`,`type`:`money`,`label`:~,`check`:`value >= 0`,"                                 \
    "`message`:{`en`:`not below 0`,`da`:`ikke under 0`,`sv`:`inte under 0`}},"                     \
    "{`id`:`weighted`,`type`:`money`,`label`:~,`calc`:`value * chance / 100`},"                    \
    "{`id`:`chance`,`type`:`percent`,`label`:~},"                                                  \
    "{`id`:`lost`,`type`:`yesno`,`label`:~},"                                                      \
    "{`id`:`reason`,`type`:`text`,`label`:~},"                                                     \
    "{`id`:`owner`,`type`:`person`,`label`:{`en`:`Owner`,`da`:`Ejer`,`sv`:`Ägare`},"              \
    "`required`:true}]},"                                                                          \
    "{`id`:`loose`,`type`:`table`,`group`:`g`,`label`:~,`columns`:["                               \
    "{`id`:`year`,`type`:`number`,`label`:~},{`id`:`what`,`type`:`note`,`label`:~}]},"             \
    "{`id`:`actions`,`type`:`table`,`group`:`g`,`label`:~,`key`:`what`,`columns`:["                \
    "{`id`:`what`,`type`:`text`,`label`:~,`required`:true},"                                       \
    "{`id`:`owner`,`type`:`person`,`label`:~},{`id`:`due`,`type`:`date`,`label`:~},"               \
    "{`id`:`status`,`type`:`choice`,`label`:~,`choices`:[{`id`:`open`,`label`:~},"                 \
    "{`id`:`done`,`label`:{`en`:`x`,`da`:`x`,`sv`:`x`}}]}]},"                                      \
    "{`id`:`total`,`type`:`money`,`group`:`g`,`label`:~,`calc`:`revenue - cost`},"                 \
    "{`id`:`level`,`type`:`scale`,`group`:`g`,`label`:~,`scale`:`often`},"                         \
    "{`id`:`ground`,`type`:`note`,`group`:`g`,`label`:~},"                                         \
    "{`id`:`other`,`type`:`text`,`group`:`g`,`label`:~,`was`:[`former`]}"                          \
    "]}"

#define SESSION_SCRIPT_HEAD "{`format`:1,`id`:`s`,`version`:3,`title`:~,`about`:~,`sections`:["
#define SESSION_SECTIONS                                                                           \
    "{`id`:`first`,`title`:~,`minutes`:10,`steps`:["                                               \
    "{`type`:`say`,`text`:{`en`:`Welcome`,`da`:`Velkommen`,`sv`:`Välkommen`}},"                   \
    "{`type`:`ask`,`field`:`goals`,`required`:true,`prompt`:{`en`:`What "                          \
    "goals?`,`da`:`d`,`sv`:`s`}},"                                                                 \
    "{`type`:`ask`,`field`:`story`},"                                                              \
    "{`type`:`ask`,`field`:`list`},"                                                               \
    "{`type`:`ask`,`field`:`number`},"                                                             \
    "{`type`:`ask`,`field`:`revenue`},"                                                            \
    "{`type`:`ask`,`field`:`cost`},"                                                               \
    "{`type`:`ask`,`field`:`share`},"                                                              \
    "{`type`:`ask`,`field`:`when`}]},"                                                             \
    "{`id`:`second`,`title`:~,`minutes`:20,`steps`:["                                              \
    "{`type`:`ask`,`field`:`sure`},"                                                               \
    "{`type`:`ask`,`field`:`why`,`when`:`sure`},"                                                  \
    "{`type`:`ask`,`field`:`further`,`when`:`has(why)`},"                                          \
    "{`type`:`break`,`minutes`:5},"                                                                \
    "{`type`:`ask`,`field`:`theme`},"                                                              \
    "{`type`:`ask`,`field`:`themes`},"                                                             \
    "{`type`:`ask`,`field`:`often`},"                                                              \
    "{`type`:`ask`,`field`:`kam`},"                                                                \
    "{`type`:`ask`,`field`:`team`},"                                                               \
    "{`type`:`ask`,`field`:`place`}]},"                                                            \
    "{`id`:`third`,`title`:~,`minutes`:30,`steps`:["                                               \
    "{`type`:`ask`,`field`:`deals`},"                                                              \
    "{`type`:`ask`,`field`:`loose`},"                                                              \
    "{`type`:`ask`,`field`:`actions`}]}"
#define SESSION_SCRIPT SESSION_SCRIPT_HEAD SESSION_SECTIONS "]}"

#endif
