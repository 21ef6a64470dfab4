/**
 * Integer products with AVX2. `vpmaddubsw` gives sums of two products of uint8 and int8 in 16 bits; with weights up to
 * `MOST_WEIGHT` none of them overflows. To widen each at once would cost half as much again, so a STRETCH of them is added
 * up in 16 bits, from (- zero * the sum of the weights) on. That may wrap around on the way; where it ends is right as long
 * as the sum fits, and it does where the norm of the activations times that of the weights is less than 2^15 (Cauchy and
 * Schwarz). Two stretches are added up together where that is sure too; those few for which it is not sure even of one
 * are widened at once.
 */
#include <immintrin.h>
#include <string.h>

#include "kernel.h"

/** Columns of k after which the next rows come: their weights stay in the first cache. */
#define NEAR 384

typedef __m256i Integers;

static inline Integers four(const uint8_t *from) { return _mm256_set1_epi32(*(const int32_t *)from); }
static inline Integers weights(const int8_t *from) { return _mm256_load_si256((const Integers *)from); }

/** Adds pairs of 16 bits to sums in memory. */
static inline void widen(int32_t *sums, Integers pairs) {
  Integers *to = (Integers *)sums;
  _mm256_store_si256(to, _mm256_add_epi32(_mm256_madd_epi16(pairs, _mm256_set1_epi16(1)), _mm256_load_si256(to)));
}

/** What half a panel of a matrix has for a stretch. */
typedef struct {
  /** 16 of each 32 columns. */
  const int8_t *weights;
  const int16_t *pairs;
} Half;

static inline Integers pairSums(Half half, int part) { return _mm256_load_si256((const Integers *)half.pairs + part); }

/** Adds to the sums of a row what a stretch gives, each pair of products widened. */
static void addWide(const uint8_t *row, const int32_t *less, Half half, int32_t *sums) {
  const Integers moved = _mm256_set1_epi32(*less), ones = _mm256_set1_epi16(1);
  for (int part = 0; part < 2; part++) {
    Integers *to = (Integers *)sums + part;
    Integers sum = _mm256_add_epi32(_mm256_load_si256(to), _mm256_madd_epi16(moved, pairSums(half, part)));
    for (int at = 0; at < STRETCH; at += 4) {
      const Integers two = _mm256_maddubs_epi16(four(row + at), weights(half.weights + at * PANEL + 32 * part));
      sum = _mm256_add_epi32(sum, _mm256_madd_epi16(two, ones));
    }
    _mm256_store_si256(to, sum);
  }
}

/** The same in 16 bits. */
static inline void addNarrow(const uint8_t *row, const int32_t *less, Half half, int32_t *sums) {
  const Integers moved = _mm256_set1_epi32(*less);
  for (int part = 0; part < 2; part++) {
    Integers sum = _mm256_mullo_epi16(moved, pairSums(half, part));
    for (int at = 0; at < STRETCH; at += 4) {
      const Integers two = _mm256_maddubs_epi16(four(row + at), weights(half.weights + at * PANEL + 32 * part));
      sum = _mm256_add_epi16(sum, two);
    }
    widen(sums + 8 * part, sum);
  }
}

/** One row of four: activations at OFFSET times what is in `left` and `right`. */
#define ROW(OFFSET, LOW, HIGH)                         \
  "vpbroadcastd " #OFFSET " + 4 * \\k(%[rows]), %[activations]\n\t" \
  "vpmaddubsw %[left], %[activations], %[two]\n\t"      \
  "vpaddw %[two], %[" #LOW "], %[" #LOW "]\n\t"         \
  "vpmaddubsw %[right], %[activations], %[two]\n\t"     \
  "vpaddw %[two], %[" #HIGH "], %[" #HIGH "]\n\t"

/**
 * Four rows in 16 bits, of the columns 4k and on; `before` and `after` are the pairs' sums. In assembly: of the same in C
 * gcc makes loads ahead, and has too few registers for the sums.
 */
#define FOUR(NAME, KS)                                                                                               \
  static inline void NAME(const uint8_t *rows, const int32_t *less, const int8_t *weights, Integers before,          \
                          Integers after, int32_t *sums) {                                                           \
    Integers low[4], high[4], left, right, activations, two;                                                         \
    for (int r = 0; r < 4; r++) {                                                                                    \
      const Integers moved = _mm256_set1_epi32(less[r]);                                                             \
      low[r] = _mm256_mullo_epi16(moved, before);                                                                    \
      high[r] = _mm256_mullo_epi16(moved, after);                                                                    \
    }                                                                                                                \
    __asm__(".irp k, " KS "\n\t"                                                                                     \
            "vmovdqa 128 * \\k(%[weights]), %[left]\n\t"                                                            \
            "vmovdqa 32 + 128 * \\k(%[weights]), %[right]\n\t" ROW(0, a, b) ROW(64, c, d) ROW(128, e, f)            \
                ROW(192, g, h) ".endr"                                                                               \
            : [a] "+x"(low[0]), [b] "+x"(high[0]), [c] "+x"(low[1]), [d] "+x"(high[1]), [e] "+x"(low[2]),            \
              [f] "+x"(high[2]), [g] "+x"(low[3]), [h] "+x"(high[3]), [left] "=&x"(left), [right] "=&x"(right),      \
              [activations] "=&x"(activations), [two] "=&x"(two)                                                     \
            : [rows] "r"(rows), [weights] "r"(weights)                                                               \
            : "memory");                                                                                             \
    for (int r = 0; r < 4; r++) {                                                                                    \
      widen(sums + r * PANEL, low[r]);                                                                               \
      widen(sums + r * PANEL + 8, high[r]);                                                                          \
    }                                                                                                                \
  }

FOUR(fourOfStretch, "0, 1, 2, 3, 4, 5, 6, 7")
FOUR(fourOfTwo, "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15")

/** What a stretch gives to four rows, or to one. */
static void addStretch(const uint8_t *values, const int32_t *less, int rows, int sure, Half half, int32_t *sums) {
  for (int part = 0; part < PANEL; part += 16, half.weights += 64, half.pairs += 32) {
    if (!sure)
      for (int r = 0; r < rows; r++) addWide(values + r * 64, less + r, half, sums + r * PANEL + part);
    else if (rows == 4)
      fourOfStretch(values, less, half.weights, pairSums(half, 0), pairSums(half, 1), sums + part);
    else
      addNarrow(values, less, half, sums + part);
  }
}

/** What two stretches give to four rows. */
static void addTwo(const uint8_t *values, const int32_t *less, Half half, int32_t *sums) {
  for (int part = 0; part < PANEL; part += 16, half.weights += 64, half.pairs += 32) {
    const Half next = {NULL, half.pairs + PANEL * 2};
    const Integers before = _mm256_add_epi16(pairSums(half, 0), pairSums(next, 0));
    const Integers after = _mm256_add_epi16(pairSums(half, 1), pairSums(next, 1));
    fourOfTwo(values, less, half.weights, before, after, sums + part);
  }
}

/** Adds to the sums of one or of four rows what the columns of activations from `first` to `last` give. */
static void addColumns(const Activation *from, int row, int rows, const Matrix *matrix, int column, int first, int last,
                       int32_t *sums) {
  const size_t stretch = (size_t)(column / PANEL * (matrix->k / STRETCH) + first / STRETCH);
  const Half half = {matrix->packed + stretch * STRETCH * PANEL, matrix->pairSums + stretch * PANEL * 2};
  const float *reach = matrix->reach + stretch;
  const float *norm = from->norm + (size_t)(first / STRETCH) * from->normStep + row;
  const int32_t *less = from->less + row;
  const __m128 one = _mm_set1_ps(1.0f);
  // The columns of a block lie side by side.
  for (int at = 0; at < last - first; at += 64, reach += 2, norm += 2 * from->normStep) {
    const uint8_t *values = from->values + (size_t)((first + at) / 64) * from->blockStep + (size_t)row * 64;
    const float *other = norm + from->normStep;
    const Half left = {half.weights + (size_t)at * PANEL, half.pairs + (size_t)at / STRETCH * PANEL * 2};
    const Half right = {left.weights + STRETCH * PANEL, left.pairs + PANEL * 2};
    const __m128 here = _mm_mul_ps(rows == 4 ? _mm_loadu_ps(norm) : _mm_load_ss(norm), _mm_set1_ps(reach[0]));
    const __m128 there = _mm_mul_ps(rows == 4 ? _mm_loadu_ps(other) : _mm_load_ss(other), _mm_set1_ps(reach[1]));
    if (rows == 4 && _mm_movemask_ps(_mm_cmpgt_ps(_mm_add_ps(here, there), one)) == 0) {
      addTwo(values, less, left, sums);
      continue;
    }
    addStretch(values, less, rows, _mm_movemask_ps(_mm_cmpgt_ps(here, one)) == 0, left, sums);
    addStretch(values + STRETCH, less, rows, _mm_movemask_ps(_mm_cmpgt_ps(there, one)) == 0, right, sums);
  }
}

static void multiply(const Activation *from, int row, int count, const Matrix *matrix, int column, int32_t *sums) {
  memset(sums, 0, (size_t)count * PANEL * sizeof(int32_t));
  for (int first = 0; first < matrix->k; first += NEAR) {
    const int last = first + NEAR < matrix->k ? first + NEAR : matrix->k;
    int done = 0;
    for (; done + 4 <= count; done += 4)
      addColumns(from, row + done, 4, matrix, column, first, last, sums + done * PANEL);
    for (; done < count; done++) addColumns(from, row + done, 1, matrix, column, first, last, sums + done * PANEL);
  }
}

const Arithmetic avx2Arithmetic = {
    .name = "avx2", .read = readRows8, .block = 48, .centred = 1, .multiply = multiply};
