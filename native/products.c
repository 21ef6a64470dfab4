/** Products of a vector with rows of weights, in double: what codes are scored by. Compiled for AVX2. */
#include <immintrin.h>

#include "kernel.h"

/** Rows whose sums stay in registers. */
#define TOGETHER 8

void multiplyRows(const float *weights, int dimension, const int32_t *rows, int count, const double *vector, double *out) {
  for (int first = 0; first < count; first += TOGETHER) {
    const int some = count - first < TOGETHER ? count - first : TOGETHER;
    const float *row[TOGETHER];
    __m256d sum[TOGETHER];
    for (int r = 0; r < TOGETHER; r++) {
      const int place = first + (r < some ? r : 0);
      row[r] = weights + (size_t)(rows == NULL ? place : rows[place]) * (size_t)(dimension + 1);
      sum[r] = _mm256_set_pd(0, 0, 0, row[r][dimension]);
    }
    int d = 0;
    for (; d + 4 <= dimension; d += 4) {
      const __m256d values = _mm256_loadu_pd(vector + d);
      for (int r = 0; r < TOGETHER; r++)
        sum[r] = _mm256_fmadd_pd(_mm256_cvtps_pd(_mm_loadu_ps(row[r] + d)), values, sum[r]);
    }
    for (int r = 0; r < some; r++) {
      double parts[4];
      _mm256_storeu_pd(parts, sum[r]);
      for (int rest = d; rest < dimension; rest++) parts[0] += (double)row[r][rest] * vector[rest];
      out[first + r] = parts[0] + parts[1] + (parts[2] + parts[3]);
    }
  }
}
