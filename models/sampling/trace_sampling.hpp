#pragma once
// The steps of sampling a trace: read the trace, choose functions, and write their calls.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/sampling/function_sample.hpp"
#include "models/sampling/function_summary.hpp"
#include "models/sampling/load_profile.hpp"
#include "models/sampling/thinning.hpp"
#include "models/workload/text_output.hpp"

namespace curtain {

struct SamplingSettings {
  TraceSlice slice;
  std::uint64_t seed = 1;
  double scale = 1;  ///< the probability with which a call is kept, above 0 and at most 1
  std::uint32_t random_samples = 1000;
  const std::atomic<bool>* interrupt = nullptr;
};

/// A sample, and the numbers of its calls.
struct TraceSample {
  FunctionSample sample;
  std::uint64_t calls = 0;   ///< calls of the functions in the slice
  std::uint64_t kept = 0;    ///< calls that were written
  std::uint64_t silent = 0;  ///< functions of which no call was kept
  /// The profile of the calls before thinning. The calls are counted while they are written.
  LoadProfile profile;
  /// For a trace of the format azure-2019, the names of the written folders, one per day. The name is empty
  /// if there is only one day.
  std::vector<std::string> folders;
};

/// Opens a text of the sample with the number `sample`. Each text has a name within its sample, which is
/// empty if a sample consists of one text.
using OpenSampleText =
    std::function<std::unique_ptr<TextOutput>(std::size_t sample, const std::string& name)>;

/// Samples of one trace in several sizes. Derived classes read and write the trace. The steps are called once
/// each in this order: read(), choose(), write().
class TraceSampling {
 public:
  explicit TraceSampling(const SamplingSettings& settings) : settings_(settings) {}
  TraceSampling(const TraceSampling&) = delete;
  TraceSampling& operator=(const TraceSampling&) = delete;
  virtual ~TraceSampling() = default;

  /// Reads the functions from which samples are chosen. After an interrupt the summary is partial. Throws the
  /// exceptions of the trace.
  const WorkloadSummary& read();
  /// Chooses a sample of each size, each from the previous sample. Sizes must decrease, and must be at least
  /// 1 and at most the number of functions with calls. Throws std::invalid_argument for other sizes.
  void choose(const std::vector<std::size_t>& sizes);
  /// Writes the calls of the samples. Returns false if it was interrupted; texts may then be incomplete.
  /// Throws the exceptions of the trace and of the texts.
  virtual bool write(const OpenSampleText& open) = 0;

  [[nodiscard]] const WorkloadSummary& whole() const { return whole_; }
  /// The profile of all functions with calls.
  [[nodiscard]] const LoadProfile& profile() const { return profile_; }
  /// The samples, from the largest to the smallest.
  [[nodiscard]] const std::vector<TraceSample>& samples() const { return samples_; }

 protected:
  virtual WorkloadSummary summary() = 0;
  /// The unit of the intervals in which calls are counted over time.
  [[nodiscard]] virtual Duration unit() const = 0;

  [[nodiscard]] bool is_interrupted() const {
    return settings_.interrupt != nullptr && settings_.interrupt->load();
  }
  [[nodiscard]] Thinning thinning() const { return {settings_.seed, settings_.scale}; }
  /// For each function, by its position, the number of samples that contain it. These are always the largest
  /// samples.
  [[nodiscard]] std::vector<std::uint8_t> depths(std::size_t functions) const;

  SamplingSettings settings_;
  WorkloadSummary whole_;
  LoadProfile profile_;
  std::vector<TraceSample> samples_;
};

}  // namespace curtain
