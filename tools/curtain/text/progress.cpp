#include "tools/curtain/text/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "tools/curtain/interrupt.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::chrono::milliseconds kFirst{500};
constexpr std::chrono::milliseconds kEvery{100};
constexpr std::size_t kShortestBar = 8;
constexpr std::size_t kLongestBar = 30;

double seconds_of(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

std::string rate_text(double rate) {
  if (rate >= 999'500) {
    return fmt::format("{:.1f} M/s", rate / 1e6);
  }
  return rate >= 9'995 ? fmt::format("{:.0f} k/s", rate / 1e3) : fmt::format("{:.0f}/s", rate);
}

/// The remaining time: "0:07 left", "2:04:09 left".
std::string clock_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::ceil(std::min(seconds, 1e9)));
  return whole < 3600 ? fmt::format("{}:{:02} left", whole / 60, whole % 60)
                      : fmt::format("{}:{:02}:{:02} left", whole / 3600, whole % 3600 / 60, whole % 60);
}

std::string bar(double part, std::size_t width) {
  const auto full = static_cast<std::size_t>(part * static_cast<double>(width) + 0.5);
  std::string text;
  for (std::size_t i = 0; i < width; ++i) {
    text += i < full ? glyph("█", "#") : glyph("░", "-");
  }
  return text;
}

/// The parts that fit into `columns`. If there is not enough room, the last part is left out first. A bar is
/// added in front if there is room.
std::string fitted(const std::optional<double>& part, std::vector<std::string> parts, std::size_t columns) {
  const auto length = [&parts] {
    std::size_t sum = 2;
    for (const std::string& text : parts) {
      sum += (sum == 2 ? 0 : 3) + width_of(text);
    }
    return sum;
  };
  // The bar has a constant length, so that the text after it does not move.
  const std::size_t length_of_bar = part ? std::clamp(columns / 5, kShortestBar, kLongestBar) : 0;
  while (parts.size() > 1 && length() + length_of_bar + 1 > columns) {
    parts.pop_back();
  }
  std::string text = "  ";
  if (part && length() + length_of_bar + 1 <= columns) {
    text += bar(*part, length_of_bar) + " ";
  }
  text += joined(parts, columns, 2);
  return width_of(text) <= columns ? text : "";
}

}  // namespace

Done done_of(const Progress& progress, const std::optional<Time>& end) {
  Done done;
  done.count = progress.arrived;
  if (end && *end > Time{0}) {
    done.part = progress.now.seconds() / end->seconds();
    done.where = progress.now >= *end ? "draining" : "";
  } else {
    done.where = "at " + human_seconds(progress.now.seconds());
  }
  return done;
}

ProgressLine::ProgressLine(bool wanted) : wanted_(wanted && error_is_terminal()) {}

bool ProgressLine::is_due() const {
  if (!wanted_) {
    return false;
  }
  const Clock::time_point now = Clock::now();
  return now - start_ >= kFirst && now - last_ >= kEvery;
}

/// The remaining time, based on an exponentially smoothed rate. It is updated once a second.
std::string ProgressLine::time_left(double part, Clock::time_point now) {
  const double spent = seconds_of(now - start_);
  const double since = seconds_of(now - std::max(last_, start_));
  const double present = since > 0 ? (part - last_part_) / since : 0;
  const double weight = speed_ == 0 ? 1 : since / (since + 3 + spent / 4);
  speed_ += weight * (std::max(present, 0.0) - speed_);
  if (spent < 1.5 || part < 0.005 || speed_ <= 0) {
    return "";
  }
  if (now - told_ >= std::chrono::seconds(1)) {
    told_ = now;
    left_ = clock_text((1 - part) / speed_);
  }
  return left_;
}

void ProgressLine::show(const Done& done) {
  if (!is_due()) {
    return;
  }
  const Clock::time_point now = Clock::now();
  const double spent = seconds_of(now - start_);
  std::vector<std::string> parts;
  std::optional<double> part = done.part;
  if (part) {
    part = std::clamp(*part, 0.0, 1.0);
    if (*part + 0.01 < last_part_) {  // a new pass has begun, for example after the search for the warm-up
      start_ = now;
      last_part_ = *part;
      speed_ = 0;
      left_.clear();
      return;
    }
    parts.push_back(fmt::format("{:3.0f} %", std::floor(100 * *part)));
    const std::string left = time_left(*part, now);
    if (!left.empty()) {
      parts.push_back(left);
    }
    last_part_ = *part;
  }
  if (!done.where.empty()) {
    parts.push_back(done.where);
  }
  parts.push_back(fmt::format("{} {}", grouped(done.count), done.counted));
  parts.push_back(rate_text(static_cast<double>(done.count) / spent));
  last_ = now;
  shown_ = true;
  set_line_shown(true);
  const std::size_t columns = error_columns();  // determined for every line, because the window may be
                                                // resized
  // The last column stays empty, because some terminals wrap the line as soon as this column is written.
  fmt::print(stderr, "\r\x1b[K{}", fitted(part, std::move(parts), columns > 1 ? columns - 1 : 1));
  std::fflush(stderr);
}

void ProgressLine::clear() {
  if (shown_) {
    fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
    shown_ = false;
    set_line_shown(false);
  }
}

}  // namespace curtain::tools
