#include "tools/curtain/commands/recording_options.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <utility>

#include "models/config/quantity.hpp"
#include "tools/curtain/commands/instants.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

/// The limits of --record-size. A smaller recording contains little more than a picture of the beginning, and
/// a larger recording is too large for a browser.
constexpr double kLeastMebibytes = 0.0625;
constexpr double kMostMebibytes = 512;

std::uint64_t recorded_bytes(const std::string& text) {
  try {
    const double mebibytes = config::parse_mebibytes(text);
    if (mebibytes < kLeastMebibytes || mebibytes > kMostMebibytes) {
      throw UsageError{
          fmt::format("--record-size must be between 64KiB and {}MiB; found '{}'", kMostMebibytes, text)};
    }
    return static_cast<std::uint64_t>(mebibytes * 1'048'576);
  } catch (const config::QuantityError& error) {
    throw UsageError{fmt::format("--record-size: {}", error.what())};
  }
}

double recorded_share(const std::string& text) {
  try {
    const double share = config::parse_fraction(text);
    if (!(share > 0 && share <= 1)) {
      throw UsageError{fmt::format("--record-share must be above 0% and at most 100%; found '{}'", text)};
    }
    return share;
  } catch (const config::QuantityError& error) {
    throw UsageError{fmt::format("--record-share: {}", error.what())};
  }
}

}  // namespace

std::optional<RecordingSettings> recording_of(const RunCommand& command, const Scenario& scenario) {
  if (!command.record) {
    for (const auto& [option, value] :
         {std::pair{"--record-from", &command.record_from}, std::pair{"--record-to", &command.record_to},
          std::pair{"--record-share", &command.record_share},
          std::pair{"--record-size", &command.record_size}}) {
      if (!value->empty()) {
        throw UsageError{fmt::format("{} needs --record", option)};
      }
    }
    return std::nullopt;
  }
  if (command.out.empty() && command.report.empty()) {
    throw UsageError{
        "--record needs --out (the results folder for the recording) or --report (a page that plays the "
        "recording)"};
  }
  RecordingSettings settings;
  const Stretch part =
      part_of({"--record-from", command.record_from}, {"--record-to", command.record_to}, scenario);
  settings.from = part.from;
  settings.to = command.record_to.empty() ? Time::never() : part.to;
  if (!command.record_share.empty()) {
    settings.share = recorded_share(command.record_share);
  }
  if (!command.record_size.empty()) {
    settings.most_bytes = recorded_bytes(command.record_size);
  }
  return settings;
}

}  // namespace curtain::tools
