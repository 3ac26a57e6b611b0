#include "models/experiment/replay/compared_figures.hpp"

#include "tests/experiment/replay/replay_support.hpp"

using namespace curtain;

namespace {

const ComparedFigure& named(const std::vector<ComparedFigure>& figures, const std::string& name) {
  for (const ComparedFigure& figure : figures) {
    if (figure.name == name) {
      return figure;
    }
  }
  FAIL("no figure " << name);
  return figures.front();
}

}  // namespace

TEST_CASE("A log has only the figures that it contains") {
  const MeasuredLog log = support::five_logged_calls();
  const LogFrame frame = frame_of(log);
  const std::vector<ComparedFigure> figures = measured_figures(log, frame, figures_of(log.calls, frame));
  CHECK(named(figures, "cold_starts").measured == 3);
  CHECK(named(figures, "cold_share").measured == Approx(0.6));
  CHECK(named(figures, "instances").measured == 3);
  CHECK(named(figures, "response.warm.p50_s").measured == 2);
  CHECK(named(figures, "response.cold.p99_s").measured == 3);
  CHECK_FALSE(named(figures, "response.cold.ks").measured);
  for (const ComparedFigure& figure : figures) {
    CHECK(figure.name.find("lag") == std::string::npos);   // no start of a handler in the log
    CHECK(figure.name.find("init") == std::string::npos);  // no initialisation in the log
  }
}

TEST_CASE("The chance of a repeated run follows from the quarters of a log") {
  MeasuredLog log;
  log.instances = {"a"};
  for (int i = 0; i < 40; ++i) {
    // 1, 2, 3 and 2 cold calls in the quarters of ten calls.
    const int of_quarter = i / 10 == 0 ? 1 : i / 10 == 2 ? 3 : 2;
    log.calls.push_back(support::logged_call(100 * i, i % 10 < of_quarter, 0));
  }
  const LogFrame frame = frame_of(log);
  const std::vector<ComparedFigure> figures = measured_figures(log, frame, figures_of(log.calls, frame));
  // The variance of 1, 2, 3, 2 is 2/3. The sum of four such parts has the variance 8/3, and the mean share of
  // four quarters of ten calls has the variance 2/3 / 100 / 4.
  CHECK(*named(figures, "cold_starts").repeated == Approx(std::sqrt(8.0 / 3)));
  CHECK(*named(figures, "cold_share").repeated == Approx(std::sqrt(2.0 / 3 / 400)));
}

TEST_CASE("A replication adds its figures and its distances from the log") {
  const MeasuredLog log = support::five_logged_calls();
  const LogFrame frame = frame_of(log);
  const LogFigures measured = figures_of(log.calls, frame);
  std::vector<ComparedFigure> figures = measured_figures(log, frame, measured);
  std::vector<MeasuredCall> slower = log.calls;
  for (MeasuredCall& call : slower) {
    call.response = *call.response + support::kReplaySecond;
  }
  slower[1].start = MeasuredStart::cold;
  add_replication(measured, figures_of(slower, frame), figures);
  CHECK(named(figures, "cold_starts").simulated == std::vector<double>{4});
  CHECK(*named(figures, "cold_starts").error() == 1);
  // One warm call of 3 s instead of two of 2 s.
  CHECK(named(figures, "response.warm.ks").simulated == std::vector<double>{1});
  CHECK(named(figures, "response.warm.wasserstein_s").simulated.front() == Approx(1));
  // Cold calls of 4, 3, 4, 4 s instead of three of 3 s.
  CHECK(named(figures, "response.cold.ks").simulated.front() == Approx(0.75));
  CHECK(named(figures, "response.cold.wasserstein_s").simulated.front() == Approx(0.75));
}
