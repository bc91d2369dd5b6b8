/*
 * Files that the program carries inside itself; see scripts/texts.
 */
#ifndef SIM_TEXTS_H
#define SIM_TEXTS_H

extern const char schema_sql[];       /* results/schema.sql */
extern const char preset_published[]; /* scenarios/presets/published.yaml */

#endif
