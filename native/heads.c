/** The linear heads, in float. Compiled for AVX512 and for AVX2, as `encoder.c`. */
#include "vectors.h"

/** Tokens whose sums stay in registers: 12 with 32 registers, 3 with 16. */
#define TOGETHER (LANES == 16 ? 12 : 3)
#define PARTS (PANEL / LANES)

/** Results [TOGETHER, 32] of tokens, from their place in the first panel of `x` on, with one panel of the heads. */
static void multiplyFloats(const Encoder *encoder, const Workspace *space, const float *tokens, const HeadPanel *panel,
                           float *results) {
  const float *weights = panel->weights;
  Floats sum[TOGETHER][PARTS];
  UNROLL for (int r = 0; r < TOGETHER; r++)
    UNROLL for (int p = 0; p < PARTS; p++) sum[r][p] = OF(loadu_ps)(panel->bias + p * LANES);
  for (int from = 0; from < encoder->hidden; from += PANEL, tokens += space->panelStep) {
    for (int i = 0; i < PANEL; i++, weights += PANEL) {
      UNROLL for (int r = 0; r < TOGETHER; r++) {
        const Floats value = all(tokens[r * PANEL + i]);
        UNROLL for (int p = 0; p < PARTS; p++) sum[r][p] = timesPlus(value, load(weights + p * LANES), sum[r][p]);
      }
    }
  }
  UNROLL for (int r = 0; r < TOGETHER; r++)
    UNROLL for (int p = 0; p < PARTS; p++) store(results + r * PANEL + p * LANES, sum[r][p]);
}

/** Where a panel's results for a token go, those of the next token `*size` floats on. */
static inline float *placeOf(const Encoder *encoder, const HeadPanel *panel, int token, float *const *outputs, int *size) {
  *size = encoder->outputSize[panel->head];
  return outputs[panel->head] + (size_t)token * (size_t)*size + panel->column;
}

/** Puts a panel's results into its head's output. */
static void tell(const Encoder *encoder, const HeadPanel *panel, const float *results, int first, int count,
                 float *const *outputs) {
  int size;
  float *to = placeOf(encoder, panel, first, outputs, &size);
  for (int r = 0; r < count; r++, results += PANEL, to += size) {
    for (int part = 0; part < panel->columns; part += LANES) {
      const int left = panel->columns - part;
      if (left >= LANES)
        OF(storeu_ps)(to + part, load(results + part));
      else
        storeFirst(to + part, left, load(results + part));
    }
  }
}

static void readHeadsAsFloats(const Encoder *encoder, const Workspace *space, int tokens, float *const *outputs) {
  float results[TOGETHER * PANEL] __attribute__((aligned(64)));
  for (int p = 0; p < encoder->headPanels; p++) {
    const HeadPanel *panel = &encoder->headPanel[p];
    for (int first = 0; first < tokens; first += TOGETHER) {
      const int count = tokens - first < TOGETHER ? tokens - first : TOGETHER;
      multiplyFloats(encoder, space, space->x + (size_t)first * PANEL, panel, results);
      tell(encoder, panel, results, first, count, outputs);
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

/** Tokens from `first` on as their first and second parts in bfloat16, into `halves`. */
static void halveTokens(const Encoder *encoder, const Workspace *space, int first, int count) {
  const size_t rests = (size_t)encoder->hidden / 32 * HALVES_STEP;
  const float *from = space->x + (size_t)first * PANEL;
  for (int i = 0; i < count; i++, from += PANEL) {
    for (int column = 0; column < encoder->hidden; column += 16) {
      __m512 rest, nothing;
      uint8_t *to = space->halves + (size_t)(column / 32) * HALVES_STEP + (size_t)i * 64 + column % 32 * 2;
      _mm256_store_si256((__m256i *)to, halve(load(from + inPanels(space->panelStep, column)), &rest));
      _mm256_store_si256((__m256i *)(to + rests), halve(rest, &nothing));
    }
  }
}

/** Asks for the places of a panel's results, to be written: they are far from one another. */
static inline void claim(const float *to, int rows, int size) {
  for (int r = 0; r < rows; r++, to += size) {
    __builtin_prefetch(to, 1);
    __builtin_prefetch(to + 16, 1);
  }
}

/**
 * As above with tiles, some tokens after the other: what all heads hold stays near. A head of few columns tells by them
 * what stands where: float times float as three products of bfloat16, to about 2^-16. The wide ones are vectors for
 * further layers, which add up so many numbers that one product of bfloat16 is enough.
 */
static void readHeadsAsHalves(const Encoder *encoder, const Arithmetic *arithmetic, const Workspace *space, int tokens,
                              float *const *outputs) {
  float results[HALVED * PANEL] __attribute__((aligned(64)));
  for (int first = 0; first < tokens; first += HALVED) {
    const int count = tokens - first < HALVED ? tokens - first : HALVED;
    halveTokens(encoder, space, first, count);
    for (int p = 0; p < encoder->headPanels; p++) {
      const HeadPanel *panel = &encoder->headPanel[p];
      const int blocks = encoder->hidden / 32, products = encoder->outputSize[panel->head] > PANEL ? 1 : 3;
      if (p + 1 < encoder->headPanels) {
        int size;
        const float *next = placeOf(encoder, panel + 1, first, outputs, &size);
        claim(next, count, size);
      }
      if (count % 16 == 0 && panel->columns % 16 == 0) {
        int size;
        float *to = placeOf(encoder, panel, first, outputs, &size);
        arithmetic->multiplyHalves(space->halves, count, panel, blocks, products, to, size);
      } else {
        arithmetic->multiplyHalves(space->halves, count, panel, blocks, products, results, PANEL);
        tell(encoder, panel, results, first, count, outputs);
      }
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
