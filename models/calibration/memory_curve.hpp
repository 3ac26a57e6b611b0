#pragma once
// Fits the duration of a function as a function of its memory size.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "models/words.hpp"

namespace curtain {

/// The median duration at a memory size.
struct MemoryPoint {
  Mebibytes memory = 0;
  double duration_s = 0;
  std::size_t calls = 0;
};

/// A duration of cpu_s / share + fixed_s, where share is the part of a vCPU that the memory size gives, at
/// most one vCPU, because the function has one thread.
struct MemoryCurve {
  double cpu_s = 0;    ///< CPU work in vCPU-seconds
  double fixed_s = 0;  ///< time that does not depend on the memory

  [[nodiscard]] double duration_s(Mebibytes memory, Mebibytes memory_per_vcpu) const;
};

/// A size with the duration that the curve gives, and the relative error (model / measured - 1).
struct MemoryError {
  MemoryPoint point;
  double model_s = 0;
  double error = 0;
  bool is_fitted = false;  ///< the curve was fitted to this size; otherwise it predicts the size
};

struct MemoryReport {
  MemoryCurve curve;
  std::vector<MemoryError> errors;  ///< by memory size
  double largest_error = 0;         ///< largest amount of an error at the sizes that were not fitted
  Mebibytes largest_at = 0;
  std::string cannot;              ///< why nothing was fitted; empty if there is a fit
  std::vector<std::string> notes;  ///< what the curve does not describe

  [[nodiscard]] bool has_fit() const { return cannot.empty(); }
};

/// An error that the notes explain.
inline constexpr double kLargeMemoryError = 0.10;

/// Fits both numbers to every second size, from the smallest, so that the squares of the relative errors are
/// least, and predicts the others. Nothing is interpolated between sizes. Both numbers are at least 0.
MemoryReport fit_memory_curve(std::vector<MemoryPoint> points, Mebibytes memory_per_vcpu);

}  // namespace curtain
