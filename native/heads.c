/** The linear heads of the kept tokens, in float. Compiled for AVX512, as `encoder.c`. */
#include <immintrin.h>

#include "kernel.h"
#include "vectors.h"

/** Sums [12, 32] of twelve tokens, each at its place in the first panel of `x`, with one panel of the heads. */
static void multiplyFloats(const Encoder *encoder, const Workspace *space, const float *const *tokens,
                           const HeadPanel *panel, float *sums) {
  const float *row[12], *weights = panel->weights;
  __m512 low[12], high[12];
  UNROLL for (int r = 0; r < 12; r++) {
    row[r] = tokens[r];
    low[r] = high[r] = _mm512_setzero_ps();
  }
  for (int from = 0; from < encoder->hidden; from += PANEL) {
    for (int i = 0; i < PANEL; i++, weights += PANEL) {
      const __m512 left = _mm512_load_ps(weights), right = _mm512_load_ps(weights + 16);
      UNROLL for (int r = 0; r < 12; r++) {
        const __m512 value = _mm512_set1_ps(row[r][i]);
        low[r] = _mm512_fmadd_ps(value, left, low[r]);
        high[r] = _mm512_fmadd_ps(value, right, high[r]);
      }
    }
    UNROLL for (int r = 0; r < 12; r++) row[r] += space->panelStep;
  }
  UNROLL for (int r = 0; r < 12; r++) {
    _mm512_store_ps(sums + r * PANEL, low[r]);
    _mm512_store_ps(sums + r * PANEL + 16, high[r]);
  }
}

/** Adds the bias to a panel's sums and puts them into its head's output. */
static void tell(const Encoder *encoder, const HeadPanel *panel, const float *sums, int first, int count,
                 float *const *outputs) {
  const int size = encoder->outputSize[panel->head];
  float *to = outputs[panel->head] + (size_t)first * size + panel->column;
  const __mmask16 low = (__mmask16)(panel->columns >= 16 ? 0xffff : 0xffff >> (16 - panel->columns));
  const __mmask16 high = (__mmask16)(panel->columns <= 16 ? 0 : 0xffff >> (32 - panel->columns));
  const __m512 left = _mm512_loadu_ps(panel->bias), right = _mm512_loadu_ps(panel->bias + 16);
  for (int r = 0; r < count; r++, sums += PANEL, to += size) {
    _mm512_mask_storeu_ps(to, low, _mm512_add_ps(_mm512_load_ps(sums), left));
    _mm512_mask_storeu_ps(to + 16, high, _mm512_add_ps(_mm512_load_ps(sums + 16), right));
  }
}

static void readHeadsAsFloats(const Encoder *encoder, const Workspace *space, const int32_t *kept, int keptCount,
                              float *const *outputs) {
  float sums[12 * PANEL] __attribute__((aligned(64)));
  for (int p = 0; p < encoder->headPanels; p++) {
    const HeadPanel *panel = &encoder->headPanel[p];
    for (int first = 0; first < keptCount; first += 12) {
      const int count = keptCount - first < 12 ? keptCount - first : 12;
      const float *tokens[12];
      for (int r = 0; r < 12; r++) tokens[r] = space->x + (size_t)kept[first + (r < count ? r : 0)] * PANEL;
      multiplyFloats(encoder, space, tokens, panel, sums);
      tell(encoder, panel, sums, first, count, outputs);
    }
  }
}

/** 16 values as the nearest bfloat16, and what is left of them. */
static inline __m256i halve(__m512 value, __m512 *rest) {
  const __m512i bits = _mm512_castps_si512(value);
  const __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
  const __m512i rounded = _mm512_add_epi32(bits, _mm512_add_epi32(odd, _mm512_set1_epi32(0x7fff)));
  const __m512i whole = _mm512_and_si512(rounded, _mm512_set1_epi32((int)0xffff0000u));
  *rest = _mm512_sub_ps(value, _mm512_castsi512_ps(whole));
  return _mm512_cvtepi32_epi16(_mm512_srli_epi32(rounded, 16));
}

/** As above with tiles: float times float as three products of bfloat16, to about 2^-16. */
static void readHeadsAsHalves(const Encoder *encoder, const Arithmetic *arithmetic, const Workspace *space,
                              const int32_t *kept, int keptCount, float *const *outputs) {
  const int hidden = encoder->hidden, blocks = hidden / 32;
  for (int i = 0; i < keptCount; i++) {
    const float *from = space->x + (size_t)kept[i] * PANEL;
    for (int column = 0; column < hidden; column += 16) {
      __m512 rest, none;
      uint8_t *to = space->halves + (size_t)(column / 32) * space->blockStep + (size_t)i * 64 + column % 32 * 2;
      const __m256i first = halve(_mm512_load_ps(from + inPanels(space, column)), &rest);
      _mm256_store_si256((__m256i *)to, first);
      _mm256_store_si256((__m256i *)(to + (size_t)blocks * space->blockStep), halve(rest, &none));
    }
  }
  float sums[BLOCK * PANEL] __attribute__((aligned(64)));
  for (int p = 0; p < encoder->headPanels; p++) {
    const HeadPanel *panel = &encoder->headPanel[p];
    for (int first = 0; first < keptCount; first += BLOCK) {
      const int count = keptCount - first < BLOCK ? keptCount - first : BLOCK;
      arithmetic->multiplyHalves(space->halves + (size_t)first * 64, space->blockStep, count, panel->halves, blocks, sums);
      tell(encoder, panel, sums, first, count, outputs);
    }
  }
}

void readHeads(const Encoder *encoder, const Arithmetic *arithmetic, const Workspace *space, const int32_t *kept,
               int keptCount, float *const *outputs) {
  if (arithmetic->multiplyHalves != NULL)
    readHeadsAsHalves(encoder, arithmetic, space, kept, keptCount, outputs);
  else
    readHeadsAsFloats(encoder, space, kept, keptCount, outputs);
}
