#pragma once
// `curtain trace sample`: converts the options to settings, and writes the chosen samples and a report.
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/sampling/trace_sampling.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/trace/sample_report.hpp"

namespace curtain::tools {

/// Thrown after an interrupt if nothing has been written.
struct Interrupted {};

/// Runs the steps of a TraceSampling. Two derived classes define the files of the samples, and the workload
/// entries that read these files.
class Sampling {
 public:
  /// Throws UsageError if the options are impossible.
  Sampling(const TraceSampleCommand& command, const Scenario& scenario, const std::atomic<bool>& interrupt);
  Sampling(const Sampling&) = delete;
  Sampling& operator=(const Sampling&) = delete;
  virtual ~Sampling() = default;

  /// Throws UsageError if the input does not have the requested functions or times. Also throws Interrupted,
  /// and the exceptions of reading and writing.
  void run();

  [[nodiscard]] const SampleContext& context() const { return context_; }
  [[nodiscard]] const std::vector<WrittenSample>& samples() const { return samples_; }

 protected:
  /// Throws UsageError if the path cannot be written. An empty path means that nothing is written.
  virtual void check_out(const std::string& path) const = 0;
  virtual TraceSampling& sampling() = 0;
  /// Writes all samples. Returns false if it was interrupted.
  virtual bool write() = 0;
  /// Sets the path of the sample, and the workload entry that reads it.
  virtual void describe(WrittenSample& written) const = 0;
  /// Adds notes to the report. `writes` is true if samples were written.
  virtual void add_notes(bool writes) = 0;

  [[nodiscard]] SamplingSettings settings() const;
  [[nodiscard]] std::string path_of(const TraceSample& taken) const {
    return path_of(taken.sample.chosen.size());
  }

  const TraceSampleCommand& command_;
  const Scenario& scenario_;
  const std::atomic<bool>& interrupt_;
  TraceSlice slice_;
  SampleContext context_;

 private:
  [[nodiscard]] std::string path_of(std::size_t size) const;
  void check_whole(const WorkloadSummary& whole) const;

  std::vector<std::size_t> sizes_;  // in descending order
  std::vector<WrittenSample> samples_;
};

/// Samples of a trace of the format azure-2019, written in the same format. `spec` is the trace's entry in
/// the scenario.
std::unique_ptr<Sampling> azure_2019_sampling(const TraceSampleCommand& command, const Scenario& scenario,
                                              const AzureTraceSpec& spec, const std::atomic<bool>& interrupt);
/// Samples of any workload, written as CSV.
std::unique_ptr<Sampling> csv_sampling(const TraceSampleCommand& command, const Scenario& scenario,
                                       const std::atomic<bool>& interrupt);

}  // namespace curtain::tools
