#include "tools/curtain/trace/sampling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "models/config/quantity.hpp"
#include "tools/curtain/standard_input.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/trace/trace_input.hpp"

namespace curtain::tools {
namespace {

constexpr std::uint32_t kRandomSamples = 1000;
constexpr std::size_t kMostSizes = 100;

/// Parses the numbers of --functions. The result is in descending order and without repetitions.
std::vector<std::size_t> parse_sizes(const std::string& text) {
  std::vector<std::size_t> sizes;
  for (std::size_t at = 0; !text.empty() && at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string number = text.substr(at, comma - at);
    try {
      sizes.push_back(config::parse_count(number));
    } catch (const config::QuantityError&) {
      sizes.push_back(0);
    }
    if (sizes.back() == 0) {
      throw UsageError{fmt::format(
          "--functions needs whole numbers of at least 1, such as 100,50,20; found '{}'", number)};
    }
    at = comma + 1;
  }
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  if (sizes.size() > kMostSizes) {
    throw UsageError{
        fmt::format("--functions has {} sizes; at most {} are allowed", sizes.size(), kMostSizes)};
  }
  return sizes;
}

/// The path of the output of one size. It contains the number if there are several sizes.
std::string sized(const std::string& out, std::size_t size, bool is_one) {
  if (is_one) {
    return out;
  }
  for (const char* const ending : {".csv.gz", ".csv.zst", ".csv", ".gz", ".zst"}) {
    if (out.ends_with(ending)) {
      return fmt::format("{}-{}{}", out.substr(0, out.size() - std::string_view(ending).size()), size,
                         ending);
    }
  }
  return fmt::format("{}-{}", out, size);
}

}  // namespace

Sampling::Sampling(const TraceSampleCommand& command, const Scenario& scenario,
                   const std::atomic<bool>& interrupt)
    : command_(command),
      scenario_(scenario),
      interrupt_(interrupt),
      slice_(parse_slice(command.from, command.to)),
      sizes_(parse_sizes(command.functions)) {
  context_.name = spoken_path(command.path);
  context_.random_samples = kRandomSamples;
  context_.scale = command.scale;
  if (!(command.scale > 0 && command.scale <= 1)) {
    throw UsageError{fmt::format(
        "--scale is {}, but must be more than 0 and at most 1, because sampling removes calls and adds none",
        command.scale)};
  }
}

void Sampling::run() {
  if (command_.out == "-" && sizes_.size() > 1) {
    throw UsageError{
        fmt::format("--functions requests {} samples, but standard output (--out -) can contain only one; "
                    "write a file name for --out",
                    sizes_.size())};
  }
  for (const std::size_t size : sizes_) {  // checked before any long work
    check_out(path_of(size));
  }
  if (sizes_.empty()) {
    check_out(command_.out);
  }
  const WorkloadSummary& whole = sampling().read();
  if (whole.is_partial || interrupt_.load()) {
    throw Interrupted{};
  }
  check_whole(whole);
  if (sizes_.empty()) {
    sizes_.push_back(whole.functions.size());
  }
  sampling().choose(sizes_);
  const bool writes = !command_.out.empty();
  if (writes && !write()) {
    throw Interrupted{};
  }
  context_.whole = whole;
  context_.profile = sampling().profile();
  for (const TraceSample& taken : sampling().samples()) {
    samples_.push_back({taken, {}, {}});
    if (writes) {
      describe(samples_.back());
    }
  }
  add_notes(writes);
  if (!writes) {
    context_.notes.emplace_back("nothing is written without --out");
  }
}

SamplingSettings Sampling::settings() const {
  return {slice_, command_.seed, command_.scale, kRandomSamples, &interrupt_};
}

std::string Sampling::path_of(std::size_t size) const {
  return command_.out.empty() || command_.out == "-" ? command_.out
                                                     : sized(command_.out, size, sizes_.size() < 2);
}

void Sampling::check_whole(const WorkloadSummary& whole) const {
  if (whole.calls == 0) {
    throw UsageError{
        fmt::format("'{}' has no calls{}", command_.path,
                    command_.from.empty() && command_.to.empty()
                        ? std::string()
                        : fmt::format(" from {} to {}", command_.from.empty() ? "its start" : command_.from,
                                      command_.to.empty() ? "its end" : command_.to))};
  }
  if (!sizes_.empty() && sizes_.front() > whole.functions.size()) {
    throw UsageError{fmt::format(
        "--functions {} is too large, because '{}' has only {} with calls{}; type at most this number",
        sizes_.front(), command_.path, counted(whole.functions.size(), "function"),
        whole.uncalled == 0 ? std::string() : fmt::format(" and {} without", whole.uncalled))};
  }
}

}  // namespace curtain::tools
