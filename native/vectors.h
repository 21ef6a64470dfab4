/**
 * Numbers by LANES: 16 in files compiled for AVX512, 8 in the same files compiled for AVX2 with FMA. What such a file
 * gives to others is named by `WIDE`.
 */
#ifndef GLOSA_VECTORS_H
#define GLOSA_VECTORS_H

#include <immintrin.h>

#include "kernel.h"

/** Loops over sums: without it gcc keeps these in memory. */
#define UNROLL _Pragma("GCC unroll 16")

#ifdef __AVX512F__

#define LANES 16
#define WIDE(NAME) NAME##16
typedef __m512 Floats;
#define OF(OPERATION) _mm512_##OPERATION

static inline Floats size(Floats x) { return _mm512_abs_ps(x); }
static inline Floats nearest(Floats x) {
  return _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
static inline Floats ofIntegers(const int32_t *from) { return _mm512_cvtepi32_ps(_mm512_load_si512(from)); }
static inline Floats ofBytes(const int8_t *from) {
  return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_load_si128((const __m128i *)from)));
}
/** x times 2^whole. */
static inline Floats scaled(Floats x, Floats whole) { return _mm512_scalef_ps(x, whole); }
static inline float total(Floats x) { return _mm512_reduce_add_ps(x); }
static inline float greatest(Floats x) { return _mm512_reduce_max_ps(x); }
/** The first `count` of x, the rest of `other`. */
static inline Floats firstOf(int count, Floats x, Floats other) {
  return _mm512_mask_mov_ps(other, (__mmask16)((1u << count) - 1), x);
}
static inline void storeFirst(float *to, int count, Floats x) {
  _mm512_mask_storeu_ps(to, (__mmask16)((1u << count) - 1), x);
}

/** 32 values, each times `factor`, rounded to even and moved by `zero`, as uint8. */
static inline void quantize(const float *values, Floats factor, int zero, uint8_t *to) {
  const __m512i moved = _mm512_set1_epi32(zero), least = _mm512_setzero_si512();
  for (int i = 0; i < PANEL; i += 16) {
    const __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_load_ps(values + i), factor));
    const __m512i positive = _mm512_max_epi32(_mm512_add_epi32(whole, moved), least);
    _mm_store_si128((__m128i *)(to + i), _mm512_cvtusepi32_epi8(positive));
  }
}

/** Rows and columns of 16 x 16 floats change places; rows of `from` are PANEL apart, those of `to` `step`. */
static inline void transpose(const float *from, float *to, size_t step) {
  __m512 row[16], turned[16];
  UNROLL for (int i = 0; i < 16; i++) row[i] = _mm512_load_ps(from + i * PANEL);
  UNROLL for (int i = 0; i < 16; i += 2) {
    turned[i] = _mm512_unpacklo_ps(row[i], row[i + 1]);
    turned[i + 1] = _mm512_unpackhi_ps(row[i], row[i + 1]);
  }
  UNROLL for (int i = 0; i < 16; i += 4) {
    UNROLL for (int j = 0; j < 2; j++) {
      const __m512d above = _mm512_castps_pd(turned[i + j]), below = _mm512_castps_pd(turned[i + j + 2]);
      row[i + 2 * j] = _mm512_castpd_ps(_mm512_unpacklo_pd(above, below));
      row[i + 2 * j + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(above, below));
    }
  }
  UNROLL for (int i = 0; i < 4; i++) {
    const __m512 a = _mm512_shuffle_f32x4(row[i], row[i + 4], 0x88), b = _mm512_shuffle_f32x4(row[i], row[i + 4], 0xdd);
    const __m512 c = _mm512_shuffle_f32x4(row[i + 8], row[i + 12], 0x88);
    const __m512 d = _mm512_shuffle_f32x4(row[i + 8], row[i + 12], 0xdd);
    _mm512_store_ps(to + (size_t)i * step, _mm512_shuffle_f32x4(a, c, 0x88));
    _mm512_store_ps(to + (size_t)(i + 4) * step, _mm512_shuffle_f32x4(b, d, 0x88));
    _mm512_store_ps(to + (size_t)(i + 8) * step, _mm512_shuffle_f32x4(a, c, 0xdd));
    _mm512_store_ps(to + (size_t)(i + 12) * step, _mm512_shuffle_f32x4(b, d, 0xdd));
  }
}

#else

#define LANES 8
#define WIDE(NAME) NAME##8
typedef __m256 Floats;
#define OF(OPERATION) _mm256_##OPERATION

static inline Floats size(Floats x) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), x); }
static inline Floats nearest(Floats x) {
  return _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
static inline Floats ofIntegers(const int32_t *from) {
  return _mm256_cvtepi32_ps(_mm256_load_si256((const __m256i *)from));
}
static inline Floats ofBytes(const int8_t *from) {
  return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)from)));
}
/** x times 2^whole, where that is a normal number. */
static inline Floats scaled(Floats x, Floats whole) {
  const __m256i exponent = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(whole), _mm256_set1_epi32(127)), 23);
  return _mm256_mul_ps(x, _mm256_castsi256_ps(exponent));
}
static inline float total(Floats x) {
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  four = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(four, _mm_movehdup_ps(four)));
}
static inline float greatest(Floats x) {
  __m128 four = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  four = _mm_max_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_max_ss(four, _mm_movehdup_ps(four)));
}
/** All bits of the first `count` lanes. */
static inline __m256i first(int count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
/** The first `count` of x, the rest of `other`. */
static inline Floats firstOf(int count, Floats x, Floats other) {
  return _mm256_blendv_ps(other, x, _mm256_castsi256_ps(first(count)));
}
static inline void storeFirst(float *to, int count, Floats x) { _mm256_maskstore_ps(to, first(count), x); }

/** 32 values, each times `factor`, rounded to even and moved by `zero`, as uint8. */
static inline void quantize(const float *values, Floats factor, int zero, uint8_t *to) {
  const __m256i moved = _mm256_set1_epi32(zero);
  __m256i whole[4];
  UNROLL for (int i = 0; i < 4; i++)
    whole[i] = _mm256_add_epi32(_mm256_cvtps_epi32(_mm256_mul_ps(_mm256_load_ps(values + 8 * i), factor)), moved);
  const __m256i low = _mm256_packs_epi32(whole[0], whole[1]), high = _mm256_packs_epi32(whole[2], whole[3]);
  // Both packs take turns between the halves of their operands.
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  _mm256_store_si256((__m256i *)to, _mm256_permutevar8x32_epi32(_mm256_packus_epi16(low, high), order));
}

/** Rows and columns of 8 x 8 floats change places; rows of `from` are PANEL apart, those of `to` `step`. */
static inline void transpose(const float *from, float *to, size_t step) {
  __m256 row[8], turned[8];
  UNROLL for (int i = 0; i < 8; i++) row[i] = _mm256_load_ps(from + i * PANEL);
  UNROLL for (int i = 0; i < 8; i += 2) {
    turned[i] = _mm256_unpacklo_ps(row[i], row[i + 1]);
    turned[i + 1] = _mm256_unpackhi_ps(row[i], row[i + 1]);
  }
  UNROLL for (int i = 0; i < 8; i += 4) {
    UNROLL for (int j = 0; j < 2; j++) {
      row[i + 2 * j] = _mm256_shuffle_ps(turned[i + j], turned[i + j + 2], 0x44);
      row[i + 2 * j + 1] = _mm256_shuffle_ps(turned[i + j], turned[i + j + 2], 0xee);
    }
  }
  UNROLL for (int i = 0; i < 4; i++) {
    _mm256_store_ps(to + (size_t)i * step, _mm256_permute2f128_ps(row[i], row[i + 4], 0x20));
    _mm256_store_ps(to + (size_t)(i + 4) * step, _mm256_permute2f128_ps(row[i], row[i + 4], 0x31));
  }
}

#endif

static inline Floats load(const float *from) { return OF(load_ps)(from); }
static inline void store(float *to, Floats x) { OF(store_ps)(to, x); }
static inline Floats all(float x) { return OF(set1_ps)(x); }
static inline Floats none(void) { return OF(setzero_ps)(); }
static inline Floats plus(Floats x, Floats y) { return OF(add_ps)(x, y); }
static inline Floats minus(Floats x, Floats y) { return OF(sub_ps)(x, y); }
static inline Floats times(Floats x, Floats y) { return OF(mul_ps)(x, y); }
/** x * y + z */
static inline Floats timesPlus(Floats x, Floats y, Floats z) { return OF(fmadd_ps)(x, y, z); }
/** z - x * y */
static inline Floats lessTimes(Floats z, Floats x, Floats y) { return OF(fnmadd_ps)(x, y, z); }
static inline Floats greater(Floats x, Floats y) { return OF(max_ps)(x, y); }
static inline Floats lesser(Floats x, Floats y) { return OF(min_ps)(x, y); }

/** e^x of values that are 0 or less, to about 1e-7 of itself. */
static inline Floats exponential(Floats x) {
  x = greater(x, all(-87.0f));
  const Floats whole = nearest(times(x, all(1.44269504f)));
  Floats rest = lessTimes(x, whole, all(0.693359375f));
  rest = lessTimes(rest, whole, all(-2.12194440e-4f));
  Floats sum = all(1.9875691500e-4f);
  sum = timesPlus(sum, rest, all(1.3981999507e-3f));
  sum = timesPlus(sum, rest, all(8.3334519073e-3f));
  sum = timesPlus(sum, rest, all(4.1665795894e-2f));
  sum = timesPlus(sum, rest, all(1.6666665459e-1f));
  sum = timesPlus(sum, rest, all(5.0000001201e-1f));
  sum = timesPlus(times(rest, rest), sum, plus(rest, all(1.0f)));
  return scaled(sum, whole);
}

/**
 * GELU with the error function, to about 1.5e-6: what is above 0 less |x| times the normal distribution's tail. That is
 * a polynomial of |x| / 2.5 - 1 up to 5, fitted so that the greatest error of the whole is least.
 */
static inline Floats gelu(Floats x) {
  static const float tail[] = {6.210111547e-03f,  -4.381819814e-02f, 1.368895024e-01f,  -2.397003919e-01f,
                               2.326955199e-01f,  -6.489978731e-02f, -1.311937124e-01f, 1.613864154e-01f,
                               -2.371535264e-02f, -7.562946528e-02f, 3.900767863e-02f,  1.263872813e-02f,
                               -9.871012531e-03f};
  const Floats far = lesser(size(x), all(5.0f));
  const Floats place = timesPlus(far, all(0.4f), all(-1.0f));
  Floats sum = all(tail[12]);
  UNROLL for (int d = 11; d >= 0; d--) sum = timesPlus(sum, place, all(tail[d]));
  return lessTimes(greater(x, none()), far, sum);
}

/** `Activation.norm` of 32 values. */
static inline float normOf(const uint8_t *values, int zero) {
  const __m256i moved = _mm256_set1_epi16((int16_t)zero);
  __m256i sum = _mm256_setzero_si256();
  for (int half = 0; half < STRETCH; half += 16) {
    const __m256i wide = _mm256_cvtepu8_epi16(_mm_load_si128((const __m128i *)(values + half)));
    const __m256i off = _mm256_sub_epi16(wide, moved);
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(off, off));
  }
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
  four = _mm_add_epi32(four, _mm_unpackhi_epi64(four, four));
  const int most = _mm_cvtsi128_si32(_mm_max_epi32(four, _mm_shuffle_epi32(four, 1)));
  return _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss((float)most)));
}

/** Where columns of a token lie, from its place in the first of panels that are `step` apart. */
static inline size_t inPanels(size_t step, int column) { return (size_t)(column / PANEL) * step + (size_t)(column % PANEL); }

#endif
