#include "models/workload/point_process.hpp"

#include <stdexcept>

#include "models/workload/windowed_source.hpp"

namespace curtain {
namespace {

constexpr std::size_t kInWindow = 4096;

class ProcessSource : public WindowedSource {
 public:
  ProcessSource(RowExecution row, std::unique_ptr<PointProcess> process, const SourceContext& context)
      : WindowedSource({std::move(row)}, context, generated_until(context)), process_(std::move(process)) {
    times_.reserve(kInWindow);
  }

  [[nodiscard]] std::optional<Time> horizon() const override { return end(); }

 private:
  bool next_window(ArrivalWindow& window) override {
    times_.clear();
    while (times_.size() < kInWindow) {
      const std::optional<Time> time = process_->next();
      if (!time || *time >= end()) {
        break;
      }
      times_.push_back(*time);
    }
    if (times_.empty()) {
      return false;
    }
    const Time start = times_.front();
    window.open(start, times_.back() - start + Duration{1});
    for (const Time time : times_) {
      window.add(0, static_cast<std::uint64_t>((time - start).ns()));
    }
    return true;
  }

  std::unique_ptr<PointProcess> process_;
  std::vector<Time> times_;
};

}  // namespace

Time generated_until(const SourceContext& context) {
  if (!context.duration) {
    throw std::invalid_argument("a generated workload needs an end; set the `duration` of the scenario");
  }
  return *context.duration;
}

std::unique_ptr<ArrivalSource> source_of(const SingleFunction& function,
                                         std::unique_ptr<PointProcess> process, const SourceContext& context,
                                         FunctionTable& table) {
  const FunctionId id =
      table.function(table.tenant(function.tenant), function.function, function.memory, function.traits);
  return std::make_unique<ProcessSource>(RowExecution{id, function.duration}, std::move(process), context);
}

}  // namespace curtain
