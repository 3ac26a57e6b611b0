#include <algorithm>
#include <string>

#include "models/policies/hybrid_histogram.hpp"
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

HybridHistogramRules rules_of(const Arguments& arguments) {
  return {arguments.duration(0), arguments.count(1),   arguments.number(2), arguments.number(3),
          arguments.number(4),   arguments.count(5),   arguments.number(6), arguments.number(7),
          arguments.number(8),   arguments.duration(9)};
}

/// The paper describes an application with one image in memory and the idle time of this image. Here a
/// function may have several instances. An instance that becomes idle while others run is kept according to
/// the function's idle times, which is a short time for a function that is rarely idle as a whole.
class KeepsByHistogram final : public KeepAlivePolicy, public HybridHistogramOwner {
 public:
  explicit KeepsByHistogram(const Arguments& arguments) : model_(rules_of(arguments)) {}
  [[nodiscard]] Needs needs() const override { return {.on_arrival = true, .on_completion = true}; }
  void on_arrival(const ArrivalNotice& notice) override { model_.arrived(notice); }
  void on_completion(const CompletionNotice& notice) override { model_.completed(notice); }
  const HybridHistogram& share() override {
    is_pre_warmed_ = true;
    return model_;
  }

  Duration keep_for(const IdleInstanceView& instance) override {
    const IdleWindows windows = model_.windows(instance.function);
    last_ = windows;
    const Time idle_since = model_.idle_since(instance.function);
    if (idle_since == Time::never()) {
      return windows.until;  // other invocations of the function run, so the function's idle time has not
                             // begun
    }
    if (instance.uses > 0 && is_pre_warmed_ && windows.pre_warm > Duration{}) {
      return Duration{};
    }
    // An instance that was started in advance is idle from its start, but its keep-alive counts from the last
    // execution.
    return std::max(Duration{}, sim::saturating_add(idle_since, windows.until) - instance.now);
  }

  [[nodiscard]] std::string explain() const override { return windows_text(last_); }

 private:
  IdleWindows last_;
  HybridHistogram model_;
  bool is_pre_warmed_ = false;
};

}  // namespace

const PolicyDeclaration& keep_alive_hybrid_histogram() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "hybrid-histogram",
      "keeps an instance until the tail of the histogram of its function's idle times; with the pre-warm "
      "policy of the same name, the instance is unloaded from the last execution until the head of the "
      "histogram",
      "Shahrad et al., 'Serverless in the Wild', USENIX ATC 2020, section 4.2",
      {{"bin", ParameterKind::duration, "1min", 1, 8.64e13,
        "width of the histogram's bins (section 4.2: 1 min)"},
       {"bins", ParameterKind::count, "240", 1, 100'000,
        "number of bins; longer idle times are out of bounds (section 4.2: 4 h)"},
       {"head", ParameterKind::fraction, "5%", 0, 1,
        "share of idle times that end before the pre-warm, rounded down to a bin (section 4.2: 5th "
        "percentile)"},
       {"tail", ParameterKind::fraction, "99%", 0, 1,
        "share of idle times that end while the instance is kept, rounded up to a bin (section 4.2: 99th "
        "percentile)"},
       {"margin", ParameterKind::fraction, "10%", 0, 1,
        "how much earlier than the head to pre-warm, and how much longer than the tail to keep the instance "
        "(section 4.2: 10 %)"},
       {"least_samples", ParameterKind::count, "10", 0, 1e9,
        "number of idle times below which the histogram is not used (not published; DSLab and other "
        "replications: 10)"},
       {"least_cv", ParameterKind::number, "2", 0, 1e6,
        "coefficient of variation of the bin counts below which the histogram is not used (the paper's "
        "evaluation: 2)"},
       {"most_beyond", ParameterKind::fraction, "50%", 0, 1,
        "share of idle times out of bounds above which the next idle time is forecast (not published; DSLab: "
        "0.5)"},
       {"forecast_margin", ParameterKind::fraction, "15%", 0, 1,
        "how much earlier than the forecast to pre-warm, and how much longer than the forecast to keep the "
        "instance (section 4.2: 15 %)"},
       {"standard", ParameterKind::duration, "4h", 0, 4.6e18,
        "keep-alive if the histogram is not used (section 4.2: the range of the histogram, 4 h)"}},
      make_from_arguments<KeepsByHistogram>};
  return declaration;
}

}  // namespace curtain
