#include "tools/curtain/results/recording_files.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <map>
#include <optional>

#include "models/config/quantity.hpp"
#include "models/import/json_stream.hpp"
#include "models/workload/printable.hpp"
#include "sim/check.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/time_axis.hpp"

namespace curtain::tools {
namespace {

using sim::JsonLayout;

std::int64_t ticks_of(Time at) {
  return (at - Time{}).ns() / kRecordTick.ns();
}

std::string time_text(Time at) {
  return config::format_duration(Duration{(at - Time{}).ns() / kRecordTick.ns() * kRecordTick.ns()});
}

/// The number of VMs that fit on a host; nothing if there is no limit.
std::optional<std::uint64_t> vms_on_a_host(const ClusterParameters& cluster) {
  std::optional<std::uint64_t> most;
  const auto limit = [&most](std::uint64_t room, std::uint64_t each) {
    if (each > 0) {
      most = std::min(most.value_or(room / each), room / each);
    }
  };
  limit(cluster.hosts.memory, cluster.vms.memory);
  limit(cluster.hosts.vcpus, cluster.vms.vcpus);
  return most;
}

void write_names(sim::JsonWriter& json, const RunRecording& recording, const FunctionTable& table) {
  std::map<std::uint32_t, std::size_t> numbers;
  std::vector<std::string> tenants;
  for (const FunctionId function : recording.functions) {
    const TenantId tenant = table[function].tenant;
    if (numbers.emplace(tenant.value(), tenants.size()).second) {
      tenants.push_back(table.tenant_name(tenant));
    }
  }
  json.list("tenants", tenants);
  json.key("functions");
  json.array(JsonLayout::lines, [&] {
    for (std::size_t i = 0; i < recording.functions.size(); ++i) {
      const FunctionSpec& function = table[recording.functions[i]];
      json.object(JsonLayout::line, [&] {
        json.member("tenant", numbers.at(function.tenant.value()));
        json.member("name", function.name);
        json.member("calls", recording.has_calls[i] != 0);
      });
    }
  });
}

}  // namespace

std::vector<std::string> left_out(const RunRecording& recording) {
  std::vector<std::string> texts;
  if (recording.is_full && recording.bytes.empty()) {
    texts.push_back(fmt::format(
        "everything, because the state at {} alone does not fit into {} bytes; type a larger --record-size",
        time_text(recording.settings.from), grouped(recording.settings.most_bytes)));
  } else if (recording.is_full) {
    texts.push_back(
        fmt::format("everything from {} on, when the recording had {} bytes ({} arrived after this time)",
                    time_text(recording.until), grouped(recording.settings.most_bytes),
                    counted(recording.after_full, "invocation")));
  }
  if (recording.busiest > 0) {
    texts.push_back(
        fmt::format("{} of the {}, so that the rest fits into {} bytes; the instances of these functions are "
                    "shown without these invocations",
                    counted(recording.of_busiest, "invocation"),
                    recording.busiest == 1 ? std::string("busiest function")
                                           : fmt::format("{} busiest functions", grouped(recording.busiest)),
                    grouped(recording.settings.most_bytes)));
  }
  if (recording.settings.share < 1) {
    const auto functions = static_cast<std::uint64_t>(
        std::count(recording.has_calls.begin(), recording.has_calls.end(), std::uint8_t{0}));
    texts.push_back(
        fmt::format("{} of {} that are not in the share of {}; the instances of these functions are shown "
                    "without these invocations",
                    counted(recording.outside_share, "invocation"), counted(functions, "function"),
                    human_share(recording.settings.share)));
  }
  return texts;
}

void write_recording(ResultsFolder& folder, const Scenario& scenario, const RunResult& result) {
  const RunRecording& recording = *result.recording;
  const RecordingSettings& settings = recording.settings;
  sim::JsonWriter json;
  json.object(JsonLayout::lines, [&] {
    json.member("format", kRecordingFormat);
    json.member("tick_ns", kRecordTick.ns());
    json.member("from", ticks_of(settings.from));
    json.member("until", ticks_of(recording.until));
    json.member("end", ticks_of(result.outcome.end));
    json.member("records", recording.records);
    json.member("arrived", recording.arrived);
    json.member("full", recording.is_full);
    json.member("share", settings.share);
    json.list("left_out", left_out(recording), JsonLayout::lines);
    const BillingParameters& billing = scenario.platform.billing;
    json.member("granularity", billing.granularity.ns() / kRecordTick.ns());
    json.member("minimum", billing.minimum.ns() / kRecordTick.ns());
    const ClusterParameters& cluster = scenario.platform.cluster;
    json.member("hosts",
                cluster.hosts.count == kUnlimited ? std::nullopt : std::optional(cluster.hosts.count));
    json.member("vms_on_a_host", vms_on_a_host(cluster));
    write_names(json, recording, result.functions);
  });
  folder.write(std::string(kRecordingText), json.document());
  folder.write(std::string(kRecords), recording.bytes);
}

void check_recording(const ResultsReader& folder) {
  JsonTree tree;
  const std::string path = folder.path() + "/" + std::string(kRecordingText);
  const std::string wrong = parse_json(folder.read(kRecordingText), tree);
  const std::string_view format = wrong.empty() ? tree.root()["format"].text() : std::string_view();
  if (format.empty() || !folder.has(kRecords)) {
    throw UsageError{
        fmt::format("'{}' is not the file of a recording; create the folder again", printable(path))};
  }
  if (format != fmt::format("{}", kRecordingFormat)) {
    throw UsageError{fmt::format(
        "'{}' has format {}, but this version reads only format {}; use version {}, which wrote the folder",
        printable(path), printable(format), kRecordingFormat, folder.version())};
  }
}

std::string packed_text(std::string_view bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string packed(size, '\0');
  const int status =
      compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                static_cast<uLong>(bytes.size()), Z_DEFAULT_COMPRESSION);
  SIM_CHECK(status == Z_OK);
  packed.resize(size);
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((packed.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < packed.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      three = three << 8 | (i + k < packed.size() ? static_cast<unsigned char>(packed[i + k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k > packed.size() ? '=' : digits[three >> (18 - 6 * k) & 63];
    }
  }
  return text;
}

}  // namespace curtain::tools
