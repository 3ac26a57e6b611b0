#pragma once
// The files that `curtain run` writes during the simulation: decisions, invocations, a trace. They are kept
// only if the run was not interrupted.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/experiment/run.hpp"
#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {

class RunOutput {
 public:
  /// `what` is a name such as "decisions". `missing` is the message after an interrupt, such as "no decisions
  /// are written".
  RunOutput(const char* what, const char* missing, std::string path)
      : what_(what), missing_(missing), path_(std::move(path)) {}
  RunOutput(const RunOutput&) = delete;
  RunOutput& operator=(const RunOutput&) = delete;
  virtual ~RunOutput() = default;

  [[nodiscard]] const char* what() const { return what_; }
  [[nodiscard]] const char* missing() const { return missing_; }
  /// The path of the file; "-" is standard output.
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Called before the run. The settings must not outlive this object, because they refer to it.
  virtual void attach(RunSettings& settings) = 0;
  /// Called after a run that was not interrupted. Throws std::runtime_error if the output could not be
  /// written completely.
  virtual void commit(const RunResult& result) = 0;

 private:
  const char* what_;
  const char* missing_;
  std::string path_;
};

/// The outputs that the command requests. Throws UsageError if a file cannot be created.
std::vector<std::unique_ptr<RunOutput>> run_outputs(const RunCommand& command, const Scenario& scenario);

}  // namespace curtain::tools
