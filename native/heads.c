/** The linear heads, in float. Compiled for AVX512 and for AVX2, as `encoder.c`. */
#include "vectors.h"

/** Tokens whose sums stay in registers: 12 with 32 registers, 3 with 16. */
#define TOGETHER (LANES == 16 ? 12 : 3)
#define PARTS (PANEL / LANES)

/** Sums [TOGETHER, 32] of tokens, from their place in the first panel of `x` on, with one panel of the heads. */
static void multiplyFloats(const Encoder *encoder, const Workspace *space, const float *tokens, const HeadPanel *panel,
                           float *sums) {
  const float *weights = panel->weights;
  Floats sum[TOGETHER][PARTS];
  UNROLL for (int r = 0; r < TOGETHER; r++) UNROLL for (int p = 0; p < PARTS; p++) sum[r][p] = none();
  for (int from = 0; from < encoder->hidden; from += PANEL, tokens += space->panelStep) {
    for (int i = 0; i < PANEL; i++, weights += PANEL) {
      UNROLL for (int r = 0; r < TOGETHER; r++) {
        const Floats value = all(tokens[r * PANEL + i]);
        UNROLL for (int p = 0; p < PARTS; p++) sum[r][p] = timesPlus(value, load(weights + p * LANES), sum[r][p]);
      }
    }
  }
  UNROLL for (int r = 0; r < TOGETHER; r++)
    UNROLL for (int p = 0; p < PARTS; p++) store(sums + r * PANEL + p * LANES, sum[r][p]);
}

/** Adds the bias to a panel's sums and puts them into its head's output. */
static void tell(const Encoder *encoder, const HeadPanel *panel, const float *sums, int first, int count,
                 float *const *outputs) {
  const int size = encoder->outputSize[panel->head];
  float *to = outputs[panel->head] + (size_t)first * size + panel->column;
  for (int r = 0; r < count; r++, sums += PANEL, to += size) {
    for (int part = 0; part < panel->columns; part += LANES) {
      const Floats value = plus(load(sums + part), OF(loadu_ps)(panel->bias + part));
      const int left = panel->columns - part;
      if (left >= LANES)
        OF(storeu_ps)(to + part, value);
      else
        storeFirst(to + part, left, value);
    }
  }
}

static void readHeadsAsFloats(const Encoder *encoder, const Workspace *space, int tokens, float *const *outputs) {
  float sums[TOGETHER * PANEL] __attribute__((aligned(64)));
  for (int p = 0; p < encoder->headPanels; p++) {
    const HeadPanel *panel = &encoder->headPanel[p];
    for (int first = 0; first < tokens; first += TOGETHER) {
      const int count = tokens - first < TOGETHER ? tokens - first : TOGETHER;
      multiplyFloats(encoder, space, space->x + (size_t)first * PANEL, panel, sums);
      tell(encoder, panel, sums, first, count, outputs);
    }
  }
}

#if LANES == 16

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
static void readHeadsAsHalves(const Encoder *encoder, const Arithmetic *arithmetic, const Workspace *space, int tokens,
                              float *const *outputs) {
  const int hidden = encoder->hidden, blocks = hidden / 32;
  const size_t blockStep = space->hidden.blockStep;
  for (int i = 0; i < tokens; i++) {
    const float *from = space->x + (size_t)i * PANEL;
    for (int column = 0; column < hidden; column += 16) {
      __m512 rest, nothing;
      uint8_t *to = space->halves + (size_t)(column / 32) * blockStep + (size_t)i * 64 + column % 32 * 2;
      const __m256i first = halve(load(from + inPanels(space->panelStep, column)), &rest);
      _mm256_store_si256((__m256i *)to, first);
      _mm256_store_si256((__m256i *)(to + (size_t)blocks * blockStep), halve(rest, &nothing));
    }
  }
  const int block = arithmetic->block;
  float sums[MAX_BLOCK * PANEL] __attribute__((aligned(64)));
  for (int p = 0; p < encoder->headPanels; p++) {
    const HeadPanel *panel = &encoder->headPanel[p];
    for (int first = 0; first < tokens; first += block) {
      const int count = tokens - first < block ? tokens - first : block;
      arithmetic->multiplyHalves(space->halves + (size_t)first * 64, blockStep, count, panel->halves, blocks, sums);
      tell(encoder, panel, sums, first, count, outputs);
    }
  }
}

#endif

void WIDE(readHeads)(const Encoder *encoder, const Arithmetic *arithmetic, const Workspace *space, int tokens,
                     float *const *outputs) {
#if LANES == 16
  if (arithmetic->multiplyHalves != NULL) {
    readHeadsAsHalves(encoder, arithmetic, space, tokens, outputs);
    return;
  }
#else
  (void)arithmetic;
#endif
  readHeadsAsFloats(encoder, space, tokens, outputs);
}
