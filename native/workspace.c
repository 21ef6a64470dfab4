/** Room for a run, and weights as products read them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

static int roundUp(int value, int step) { return (value + step - 1) / step * step; }

void packColumns(const Matrix *matrix, const int8_t *values, int first, int columns) {
  for (int row = 0; row < matrix->k; row++) {
    for (int i = 0; i < columns; i++) {
      const int column = first + i;
      int8_t *panel = matrix->packed + (size_t)(column / PANEL) * PANEL * matrix->k;
      panel[((size_t)(row / 4) * PANEL + column % PANEL) * 4 + row % 4] = values[(size_t)row * columns + i];
    }
  }
}

void sumPairs(const Matrix *matrix) {
  for (int stretch = 0; stretch < matrix->n / PANEL * (matrix->k / STRETCH); stretch++) {
    const int8_t *weights = matrix->packed + (size_t)stretch * STRETCH * PANEL;
    int16_t *sums = matrix->pairSums + (size_t)stretch * PANEL * 2;
    int most = 1;
    for (int pair = 0; pair < PANEL * 2; pair++) {
      int sum = 0, energy = 0;
      for (int at = 0; at < STRETCH / 4; at++) {
        const int8_t *two = weights + ((size_t)at * PANEL * 2 + (size_t)pair) * 2;
        sum += two[0] + two[1];
        energy += two[0] * two[0] + two[1] * two[1];
      }
      sums[pair] = (int16_t)sum;
      if (energy > most) most = energy;
    }
    // A little more, for what is lost in rounding.
    matrix->reach[stretch] = sqrtf((float)most) * 1.0001f / 32767.0f;
  }
}

/** Where the next part of a buffer begins, on a line of the cache. */
static size_t take(size_t *used, size_t bytes) {
  const size_t at = *used;
  *used += (bytes + 63) / 64 * 64;
  return at;
}

int reserve(const Encoder *encoder, Workspace *space, int tokens, int longest) {
  // Whole blocks of rows are read and written, and keys are turned 16 at once.
  const int rows = tokens + MAX_BLOCK;
  const size_t innerStep = (size_t)(CHUNK + MAX_BLOCK) * 64 + 64;
  space->panelStep = (size_t)rows * PANEL + 16;
  space->hidden.blockStep = (size_t)roundUp(rows, 2) * 64 + 64;
  if (rows <= space->capacity && longest <= space->longest) return 1;
  const int capacity = roundUp(rows > space->capacity ? rows : space->capacity, 256);
  const int most = roundUp(longest > space->longest ? longest : space->longest, 64);
  const size_t panel = ((size_t)capacity * PANEL + 16) * sizeof(float), block = (size_t)capacity * 64 + 64;
  const size_t panels = (size_t)encoder->hidden / PANEL, blocks = (size_t)encoder->hidden / 64;
  const size_t innerPanels = (size_t)encoder->widest / PANEL, numbers = (size_t)capacity * sizeof(float);
  size_t used = 0;
  const size_t x = take(&used, panels * panel), y = take(&used, panels * panel);
  const size_t attended = take(&used, panels * panel * 3);
  const size_t wide = take(&used, innerPanels * WIDE_STEP * sizeof(float));
  const size_t hidden = take(&used, blocks * block), inner = take(&used, innerPanels / 2 * innerStep);
  const size_t step = take(&used, numbers), zero = take(&used, numbers), less = take(&used, numbers);
  const size_t norm = take(&used, panels * numbers);
  const size_t few = (CHUNK + MAX_BLOCK) * sizeof(float);
  const size_t innerSteps = take(&used, few), innerZero = take(&used, few), innerLess = take(&used, few);
  const size_t innerNorm = take(&used, innerPanels * few);
  const size_t keys = take(&used, (size_t)most * HEAD_SIZE * sizeof(float));
  const size_t weights = take(&used, (size_t)most * 4 * sizeof(float));
  // Half blocks hold 32 columns where the others hold 64, and two numbers for one.
  const size_t halves = take(&used, blocks * 4 * HALVES_STEP);
  char *memory = aligned_alloc(64, used);
  if (memory == NULL) return 0;
  memset(memory, 0, used);
  free(space->memory);
#define FLOATS(PLACE) ((float *)(memory + (PLACE)))
  *space = (Workspace){.capacity = capacity,
                       .longest = most,
                       .memory = memory,
                       .panelStep = space->panelStep,
                       .x = FLOATS(x),
                       .y = FLOATS(y),
                       .attend = FLOATS(attended),
                       .wide = FLOATS(wide),
                       .hidden = {.values = (uint8_t *)memory + hidden,
                                  .blockStep = space->hidden.blockStep,
                                  .step = FLOATS(step),
                                  .zero = (int32_t *)(memory + zero),
                                  .less = (int32_t *)(memory + less),
                                  .norm = FLOATS(norm),
                                  .normStep = (size_t)capacity},
                       .inner = {.values = (uint8_t *)memory + inner,
                                 .blockStep = innerStep,
                                 .step = FLOATS(innerSteps),
                                 .zero = (int32_t *)(memory + innerZero),
                                 .less = (int32_t *)(memory + innerLess),
                                 .norm = FLOATS(innerNorm),
                                 .normStep = CHUNK + MAX_BLOCK},
                       .keys = FLOATS(keys),
                       .weights = FLOATS(weights),
                       .halves = (uint8_t *)memory + halves};
#undef FLOATS
  return 1;
}
