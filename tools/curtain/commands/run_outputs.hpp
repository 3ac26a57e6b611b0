#pragma once
// The files that `curtain run` writes while it simulates: decisions, invocations, a trace. They exist only if
// the run was not interrupted.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/experiment/run.hpp"
#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {

class RunOutput {
 public:
  /// `what`: "decisions". `missing`: "no decisions are written", for an interrupted run.
  RunOutput(const char* what, const char* missing, std::string path)
      : what_(what), missing_(missing), path_(std::move(path)) {}
  RunOutput(const RunOutput&) = delete;
  RunOutput& operator=(const RunOutput&) = delete;
  virtual ~RunOutput() = default;

  [[nodiscard]] const char* what() const { return what_; }
  [[nodiscard]] const char* missing() const { return missing_; }
  /// "-" for standard output.
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Called before the run; the settings must not outlive this object.
  virtual void attach(RunSettings& settings) = 0;
  /// Called after a run that was not interrupted. Throws std::runtime_error if not all could be written.
  virtual void commit(const RunResult& result) = 0;

 private:
  const char* what_;
  const char* missing_;
  std::string path_;
};

/// Those that the command asks for. Throws UsageError if a file cannot be made.
std::vector<std::unique_ptr<RunOutput>> run_outputs(const RunCommand& command, const Scenario& scenario);

}  // namespace curtain::tools
