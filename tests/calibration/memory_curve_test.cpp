#include "models/calibration/memory_curve.hpp"

#include <algorithm>
#include <string>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

constexpr Mebibytes kPerVcpu = 1'000;

std::vector<MemoryPoint> measured(double (*duration)(double)) {
  std::vector<MemoryPoint> points;
  for (Mebibytes memory = 100; memory <= 2'000; memory += 100) {
    points.push_back({memory, duration(static_cast<double>(memory)), 10});
  }
  return points;
}

}  // namespace

TEST_CASE("Two numbers are recovered from durations without noise") {
  // 3 vCPU-seconds and 0.5 s: at 500 MB, half a vCPU, 6.5 s; from 1,000 MB on 3.5 s.
  const MemoryReport report = fit_memory_curve(
      measured([](double memory) { return 3 * std::max(1.0, 1'000 / memory) + 0.5; }), kPerVcpu);
  REQUIRE(report.has_fit());
  CHECK(report.curve.cpu_s == Approx(3));
  CHECK(report.curve.fixed_s == Approx(0.5));
  CHECK(report.curve.duration_s(500, kPerVcpu) == Approx(6.5));
  CHECK(report.curve.duration_s(2'000, kPerVcpu) == Approx(3.5));
  CHECK(report.largest_error < 1e-9);
  CHECK(report.notes.empty());
  REQUIRE(report.errors.size() == 20);
  CHECK(report.errors[0].is_fitted);
  CHECK_FALSE(report.errors[1].is_fitted);
}

TEST_CASE("A size that was left out does not move the curve") {
  auto points = measured([](double memory) { return 3 * std::max(1.0, 1'000 / memory) + 0.5; });
  points[1].duration_s *= 2;
  const MemoryReport report = fit_memory_curve(points, kPerVcpu);
  CHECK(report.curve.cpu_s == Approx(3));
  CHECK(report.largest_error == Approx(0.5));
  CHECK(report.largest_at == 200);
}

TEST_CASE("Both numbers of a curve are at least zero") {
  const MemoryReport falling = fit_memory_curve(
      measured([](double memory) { return 2 * std::max(1.0, 1'000 / memory) - 0.3; }), kPerVcpu);
  CHECK(falling.curve.fixed_s == 0);
  CHECK(falling.curve.cpu_s > 1.6);
  const MemoryReport rising = fit_memory_curve(measured([](double memory) { return memory; }), kPerVcpu);
  CHECK(rising.curve.cpu_s == 0);
  CHECK(rising.curve.fixed_s > 0);
}

TEST_CASE("The notes say what a curve of two numbers cannot describe") {
  // The CPU work overlaps with a wait of 6 s.
  const MemoryReport overlap = fit_memory_curve(
      measured([](double memory) { return std::max(3 * std::max(1.0, 1'000 / memory), 6.0); }), kPerVcpu);
  CHECK(overlap.largest_error > kLargeMemoryError);
  REQUIRE_FALSE(overlap.notes.empty());
  CHECK(overlap.notes[0].find("are flat from 500 MB on") != std::string::npos);
  // Two threads use two vCPUs.
  const MemoryReport threads =
      fit_memory_curve(measured([](double memory) { return 3 * 1'000 / memory; }), kPerVcpu);
  REQUIRE_FALSE(threads.notes.empty());
  CHECK(threads.notes[0].find("beyond one vCPU") != std::string::npos);
}

TEST_CASE("A curve that cannot be fitted has a reason") {
  CHECK(fit_memory_curve({}, kPerVcpu).cannot ==
        "the log has 0 memory sizes of this function, but a curve needs at least 3");
  CHECK(fit_memory_curve({{128, 1, 1}}, kPerVcpu).cannot ==
        "the log has 1 memory size of this function, but a curve needs at least 3");
  CHECK(fit_memory_curve({{128, 1, 1}, {256, 0, 1}, {512, 1, 1}}, kPerVcpu).cannot ==
        "a memory size or a median duration is 0");
  CHECK_FALSE(fit_memory_curve({{128, 1, 1}, {256, 1, 1}, {512, 1, 1}}, 0).has_fit());
}
