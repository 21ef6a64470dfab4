/** Scores of spans: a rectified hidden layer and the linear layers over it. Compiled for AVX2. */
#include "kernel.h"

/** What a sentence gives to the hidden values of each of its spans: the mean of its inside parts times `context`. */
static void readSentence(const SpanLayer *layer, const float *parts, int size, int words, double *sentence) {
  float mean[MOST_SPAN_COLUMNS] = {0};
  const int columns = layer->columns;
  for (int w = 0; w < words; w++) {
    const float *inside = parts + (size_t)w * (size_t)size + 2 * columns;
    for (int c = 0; c < columns; c++) mean[c] += inside[c];
  }
  for (int c = 0; c < columns; c++) sentence[c] = (double)layer->context[c] * (mean[c] / (float)words);
}

/** Hidden values of the words [first, end). */
static void readSpan(const SpanLayer *layer, const float *parts, int size, int first, int end, const double *sentence,
                     double *hidden) {
  float greatest[MOST_SPAN_COLUMNS];
  const int columns = layer->columns, length = end - first;
  const float *begin = parts + (size_t)first * (size_t)size;
  const float *last = parts + (size_t)(end - 1) * (size_t)size + columns;
  const float *width = layer->widths + (length < layer->widthRows ? length : layer->widthRows - 1) * columns;
  for (int c = 0; c < columns; c++) greatest[c] = begin[2 * columns + c];
  for (int w = 1; w < length; w++) {
    const float *inside = begin + (size_t)w * (size_t)size + 2 * columns;
    for (int c = 0; c < columns; c++) greatest[c] = inside[c] > greatest[c] ? inside[c] : greatest[c];
  }
  for (int c = 0; c < columns; c++) {
    const float value = (float)((double)begin[c] + last[c] + greatest[c] + sentence[c] + width[c]);
    hidden[c] = value > 0 ? value : 0;
  }
}

void scoreSpans(const SpanLayer *layer, const float *parts, int size, int words, const int32_t *bounds, int count,
                double *out) {
  double sentence[MOST_SPAN_COLUMNS], hidden[MOST_SPAN_COLUMNS];
  if (count > 0) readSentence(layer, parts, size, words, sentence);
  for (int s = 0; s < count; s++, out += layer->rows) {
    readSpan(layer, parts, size, bounds[2 * s], bounds[2 * s + 1], sentence, hidden);
    multiplyRows(layer->weights, layer->columns, NULL, layer->rows, hidden, out);
  }
}
