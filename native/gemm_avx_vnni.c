/** Integer products with AVX-VNNI. */
#include <immintrin.h>

#include "kernel.h"

/** Without it gcc keeps the sums in memory. */
#define UNROLL _Pragma("GCC unroll 8")

/** Sums of COUNT rows and of 16 columns, COUNT known at compile time so that all stay in registers. */
#define ROWS(COUNT)                                                                                              \
  static void rows##COUNT(const uint8_t *rows, size_t step, const int8_t *panel, int k, int32_t *sums) {         \
    __m256i low[COUNT], high[COUNT];                                                                             \
    UNROLL for (int r = 0; r < COUNT; r++) low[r] = high[r] = _mm256_setzero_si256();                            \
    for (int block = 0; block < k; block += 64, rows += step) {                                                  \
      for (int at = 0; at < 64; at += 4, panel += 4 * PANEL) {                                                   \
        const __m256i left = _mm256_load_si256((const __m256i *)panel);                                          \
        const __m256i right = _mm256_load_si256((const __m256i *)(panel + 32));                                  \
        UNROLL for (int r = 0; r < COUNT; r++) {                                                                 \
          const __m256i four = _mm256_set1_epi32(*(const int32_t *)(rows + r * 64 + at));                        \
          low[r] = _mm256_dpbusd_avx_epi32(low[r], four, left);                                                  \
          high[r] = _mm256_dpbusd_avx_epi32(high[r], four, right);                                               \
        }                                                                                                        \
      }                                                                                                          \
    }                                                                                                            \
    UNROLL for (int r = 0; r < COUNT; r++) {                                                                     \
      _mm256_store_si256((__m256i *)(sums + r * PANEL), low[r]);                                                 \
      _mm256_store_si256((__m256i *)(sums + r * PANEL + 8), high[r]);                                            \
    }                                                                                                            \
  }

ROWS(1)
ROWS(2)
ROWS(6)

static void multiply(const Activation *from, int row, int count, const Matrix *matrix, int column, int32_t *sums) {
  static void (*const by[])(const uint8_t *, size_t, const int8_t *, int, int32_t *) = {rows6, rows2, rows1};
  static const int sizes[] = {6, 2, 1};
  const int8_t *panel = matrix->packed + (size_t)column * matrix->k;
  for (int i = 0, done = 0; done < count;) {
    if (count - done < sizes[i]) {
      i++;
      continue;
    }
    const uint8_t *rows = from->values + (size_t)(row + done) * 64;
    by[i](rows, from->blockStep, panel, matrix->k, sums + done * PANEL);
    by[i](rows, from->blockStep, panel + 64, matrix->k, sums + done * PANEL + 16);
    done += sizes[i];
  }
}

const Arithmetic avxVnniArithmetic = {.name = "avx-vnni", .read = readRows8, .block = 48, .multiply = multiply};
