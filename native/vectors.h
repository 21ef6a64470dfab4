/** Numbers by 16: for files that are compiled for AVX512. */
#ifndef GLOSA_VECTORS_H
#define GLOSA_VECTORS_H

#include <immintrin.h>

#include "kernel.h"

/** Loops over sums: without it gcc keeps these in memory. */
#define UNROLL _Pragma("GCC unroll 16")

/** The normal distribution's tail, as a cubic in each of 32 parts of 0 to 5; `prepareNumbers` fits it. */
extern float tail[4][32];
#define TAIL_END 5.0

/** e^x of values that are 0 or less, to about 1e-7 of itself. */
static inline __m512 exponential(__m512 x) {
  x = _mm512_max_ps(x, _mm512_set1_ps(-87.0f));
  const __m512 whole = _mm512_roundscale_ps(_mm512_mul_ps(x, _mm512_set1_ps(1.44269504f)), _MM_FROUND_TO_NEAREST_INT);
  __m512 rest = _mm512_fnmadd_ps(whole, _mm512_set1_ps(0.693359375f), x);
  rest = _mm512_fnmadd_ps(whole, _mm512_set1_ps(-2.12194440e-4f), rest);
  __m512 sum = _mm512_set1_ps(1.9875691500e-4f);
  sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(1.3981999507e-3f));
  sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(8.3334519073e-3f));
  sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(4.1665795894e-2f));
  sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(1.6666665459e-1f));
  sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(5.0000001201e-1f));
  sum = _mm512_fmadd_ps(_mm512_mul_ps(rest, rest), sum, _mm512_add_ps(rest, _mm512_set1_ps(1.0f)));
  return _mm512_scalef_ps(sum, whole);
}

typedef struct {
  __m512 low[4], high[4];
} Tail;

static inline Tail loadTail(void) {
  Tail loaded;
  for (int d = 0; d < 4; d++) {
    loaded.low[d] = _mm512_load_ps(tail[d]);
    loaded.high[d] = _mm512_load_ps(tail[d] + 16);
  }
  return loaded;
}

/** GELU with the error function, to about 1e-5: what is above 0 less |x| times the tail. */
static inline __m512 gelu(__m512 x, const Tail *tails) {
  const __m512 size = _mm512_abs_ps(x);
  const __m512 place = _mm512_min_ps(_mm512_mul_ps(size, _mm512_set1_ps((float)(32 / TAIL_END))), _mm512_set1_ps(31.9999f));
  const __m512i part = _mm512_cvttps_epi32(place);
  const __m512 rest = _mm512_sub_ps(place, _mm512_cvtepi32_ps(part));
  __m512 sum = _mm512_permutex2var_ps(tails->low[3], part, tails->high[3]);
  for (int d = 2; d >= 0; d--)
    sum = _mm512_fmadd_ps(sum, rest, _mm512_permutex2var_ps(tails->low[d], part, tails->high[d]));
  return _mm512_fnmadd_ps(size, sum, _mm512_max_ps(x, _mm512_setzero_ps()));
}

/** 16 values as uint8: rounded to even, moved by the zero point, cut. */
static inline __m128i quantize(__m512 value, __m512 factor, __m512i zero) {
  // Past the range of int32 a conversion would give its least number.
  const __m512 scaled = _mm512_min_ps(_mm512_mul_ps(value, factor), _mm512_set1_ps(65536.0f));
  const __m512i whole = _mm512_add_epi32(_mm512_cvtps_epi32(scaled), zero);
  return _mm512_cvtusepi32_epi8(_mm512_max_epi32(whole, _mm512_setzero_si512()));
}

/** Where 16 columns of a token lie, from its place in the first panel. */
static inline size_t inPanels(const Workspace *space, int column) {
  return (size_t)(column / PANEL) * space->panelStep + column % PANEL;
}

#endif
