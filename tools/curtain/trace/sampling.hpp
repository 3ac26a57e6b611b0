#pragma once
// The steps of `curtain trace sample`: read, choose, write.
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "sim/draws.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/trace/sample_report.hpp"
#include "tools/curtain/trace/trace_input.hpp"

namespace curtain::tools {

/// What is thrown at an interrupt, before anything is written.
struct Interrupted {};

/// Chooses, and tells of what was chosen; how the input is read and the output written is left to the two
/// kinds below.
class Sampling {
 public:
  /// Throws UsageError for options that cannot be.
  Sampling(const TraceSampleCommand& command, const Scenario& scenario, const std::atomic<bool>& interrupt);
  Sampling(const Sampling&) = delete;
  Sampling& operator=(const Sampling&) = delete;
  virtual ~Sampling() = default;

  /// Throws UsageError for what the input does not have, Interrupted, and what reading and writing throw.
  void run();

  [[nodiscard]] const SampleContext& context() const { return context_; }
  [[nodiscard]] const std::vector<WrittenSample>& samples() const { return samples_; }

 protected:
  /// Throws UsageError for a place that cannot be written; an empty one means that nothing is.
  virtual void check_out(const std::string& path) const = 0;
  virtual WorkloadSummary summary() = 0;
  virtual void write() = 0;
  virtual void add_notes() {}
  /// Of the stretches in which calls are counted over time.
  [[nodiscard]] virtual Duration unit() const = 0;

  [[nodiscard]] std::string path_of(std::size_t size) const;
  [[nodiscard]] std::optional<sim::DrawKey> thinning() const;
  /// Of each function by its position, how many of the samples, from the largest on, have it.
  [[nodiscard]] std::vector<std::uint8_t> depths(std::size_t functions) const;

  const TraceSampleCommand& command_;
  const Scenario& scenario_;
  const std::atomic<bool>& interrupt_;
  TraceSlice slice_;
  std::vector<std::size_t> sizes_;  // descending
  SampleContext context_;
  std::vector<WrittenSample> samples_;

 private:
  void choose();
  void check_whole() const;
};

/// Of a trace of the format azure-2019, written as one. `spec` is the scenario's.
std::unique_ptr<Sampling> azure_2019_sampling(const TraceSampleCommand& command, const Scenario& scenario,
                                              const AzureTraceSpec& spec, const std::atomic<bool>& interrupt);
/// Of any workload, written as csv.
std::unique_ptr<Sampling> csv_sampling(const TraceSampleCommand& command, const Scenario& scenario,
                                       const std::atomic<bool>& interrupt);

}  // namespace curtain::tools
