#pragma once
// `curtain trace sample`: converts options to settings, and the chosen samples to files and a report.
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/sampling/trace_sampling.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/trace/sample_report.hpp"

namespace curtain::tools {

/// Thrown at an interrupt before anything is written.
struct Interrupted {};

/// Runs the steps of a TraceSampling. The two derived classes below define the files of the samples and the
/// workload entries that read them.
class Sampling {
 public:
  /// Throws UsageError for impossible options.
  Sampling(const TraceSampleCommand& command, const Scenario& scenario, const std::atomic<bool>& interrupt);
  Sampling(const Sampling&) = delete;
  Sampling& operator=(const Sampling&) = delete;
  virtual ~Sampling() = default;

  /// Throws UsageError for functions or times that the input lacks, Interrupted, and the exceptions of
  /// reading and writing.
  void run();

  [[nodiscard]] const SampleContext& context() const { return context_; }
  [[nodiscard]] const std::vector<WrittenSample>& samples() const { return samples_; }

 protected:
  /// Throws UsageError for a path that cannot be written; an empty path means that nothing is written.
  virtual void check_out(const std::string& path) const = 0;
  virtual TraceSampling& sampling() = 0;
  /// Writes all samples; false if it was interrupted.
  virtual bool write() = 0;
  /// Sets the sample's path and the workload entry that reads it.
  virtual void describe(WrittenSample& written) const = 0;
  /// Notes for the report; `writes`: samples were written.
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

  std::vector<std::size_t> sizes_;  // descending
  std::vector<WrittenSample> samples_;
};

/// Samples of a trace of the format azure-2019, written in that format. `spec` is the scenario's.
std::unique_ptr<Sampling> azure_2019_sampling(const TraceSampleCommand& command, const Scenario& scenario,
                                              const AzureTraceSpec& spec, const std::atomic<bool>& interrupt);
/// Samples of any workload, written as csv.
std::unique_ptr<Sampling> csv_sampling(const TraceSampleCommand& command, const Scenario& scenario,
                                       const std::atomic<bool>& interrupt);

}  // namespace curtain::tools
