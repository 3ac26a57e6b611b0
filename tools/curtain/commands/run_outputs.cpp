#include "tools/curtain/commands/run_outputs.hpp"

#include <string_view>

#include "models/workload/csv_text.hpp"
#include "tools/curtain/commands/trace_options.hpp"
#include "tools/curtain/results/invocation_file.hpp"
#include "tools/curtain/results/row_file.hpp"

namespace curtain::tools {
namespace {

/// Writes decisions as rows of a CSV file.
class DecisionsOutput final : public RunOutput {
 public:
  explicit DecisionsOutput(const std::string& path)
      : RunOutput("decisions", "no decisions are written", path),
        file_(path, "--decisions", "time_s,seam,policy,function,decision,why\n") {}
  void attach(RunSettings& settings) override {
    settings.decided = [this](const Decision& decision, const FunctionTable& functions) {
      write(decision, functions);
    };
  }
  void commit(const RunResult&) override { file_.commit(); }

 private:
  void write(const Decision& decision, const FunctionTable& functions) {
    line_.clear();
    append_seconds(line_, decision.now.ns());
    const std::string_view function =
        decision.function.valid() ? std::string_view(functions[decision.function].name) : std::string_view();
    for (const std::string_view field :
         {decision.seam, decision.policy, function, std::string_view(decision.decision),
          std::string_view(decision.why)}) {
      line_ += ',';
      line_ += csv_field(field);
    }
    line_ += '\n';
    file_.write(line_);
  }

  RowFile file_;
  std::string line_;
};

class InvocationsOutput final : public RunOutput {
 public:
  explicit InvocationsOutput(const std::string& path)
      : RunOutput("invocations", "no invocations are written", path), file_(path) {}
  void attach(RunSettings& settings) override {
    settings.invocation = [this](const InvocationRow& row, const FunctionTable& functions) {
      file_.write(row, functions);
    };
  }
  void commit(const RunResult&) override { file_.commit(); }

 private:
  InvocationFile file_;
};

class TraceOutput final : public RunOutput {
 public:
  TraceOutput(const RunCommand& command, std::unique_ptr<PerfettoTrace> trace)
      : RunOutput("trace", "no trace is written", command.perfetto),
        command_(command),
        trace_(std::move(trace)) {}
  void attach(RunSettings& settings) override {
    settings.observer = trace_.get();
    settings.begins = [this](const FunctionTable& functions) { trace_->use(functions); };
  }
  void commit(const RunResult& result) override {
    trace_->commit(result.outcome.end, result.functions);
    warn_of_cut(trace_->cut(), command_);
  }

 private:
  const RunCommand& command_;
  std::unique_ptr<PerfettoTrace> trace_;
};

}  // namespace

std::vector<std::unique_ptr<RunOutput>> run_outputs(const RunCommand& command, const Scenario& scenario) {
  std::vector<std::unique_ptr<RunOutput>> outputs;
  if (!command.decisions.empty()) {
    outputs.push_back(std::make_unique<DecisionsOutput>(command.decisions));
  }
  if (!command.invocations.empty()) {
    outputs.push_back(std::make_unique<InvocationsOutput>(command.invocations));
  }
  if (std::unique_ptr<PerfettoTrace> trace = trace_of(command, scenario)) {
    outputs.push_back(std::make_unique<TraceOutput>(command, std::move(trace)));
  }
  return outputs;
}

}  // namespace curtain::tools
