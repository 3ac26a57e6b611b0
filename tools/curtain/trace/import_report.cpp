#include "tools/curtain/trace/import_report.hpp"
#include "models/workload/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "models/import/log_time.hpp"
#include "models/workload/line_reader.hpp"
#include "models/workload/printable.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {

using sim::JsonLayout;

namespace {

constexpr std::size_t kMostNames = 13;  // width of the names on the left, in columns

/// Prints a name, and a text that may continue in further lines.
void import_line(std::FILE* file, std::string_view name, std::string_view text) {
  std::string lines = wrapped(text, output_columns(), kMostNames + 2);
  lines.replace(0, kMostNames + 2, "  " + pad_right(name, kMostNames));
  fmt::print(file, "{}", lines);
}

/// The text in printable form, shortened to the width of a line.
std::string visible(std::string_view text, std::size_t width) {
  std::string shown;
  std::size_t columns = 0;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    const std::string piece =
        byte < 0x20 || byte >= 0x7F ? fmt::format("\\x{:02X}", byte) : std::string(1, character);
    if (columns + piece.size() + 3 > width) {
      return shown + "...";
    }
    shown += byte == '\t' ? std::string(1, ' ') : piece;
    columns += piece.size();
  }
  return shown;
}

/// The part of a record around the reported error, shortened to the width of a line.
std::string excerpt(const BrokenExample& example, std::size_t width) {
  const std::size_t end = example.what.rfind('"');
  const std::size_t start = end == std::string::npos || end == 0 ? end : example.what.rfind('"', end - 1);
  const std::string quoted =
      start == std::string::npos || start == end ? "" : example.what.substr(start + 1, end - start - 1);
  const std::size_t at = quoted.empty() ? std::string::npos : example.text.find(quoted);
  const std::size_t room = width / 2;
  if (at == std::string::npos || at < room) {
    return visible(example.text, width);
  }
  return "..." + visible(std::string_view(example.text).substr(at - room + 3), width - 3);
}

bool is_plain(std::string_view path) {
  return !path.empty() && path.find_first_of(" '\"$*?,:{}[]#&!|>%@`\\") == std::string_view::npos;
}

void print_read(std::FILE* file, const ImportReport& report) {
  const LogCounts& c = report.counts;
  import_line(file, "read", fmt::format("{} of {}", counted(c.lines, "line"), counted(report.files, "file")));
  import_line(file, "records",
              fmt::format("{}: {}, {} broken, {} others", grouped(c.records),
                          counted(c.invocations, "invocation"), grouped(c.broken), grouped(c.others)));
  if (c.not_passed_on > 0) {
    import_line(
        file, "",
        fmt::format("{} of them answered by the gateway itself", counted(c.not_passed_on, "request")));
  }
  if (c.client_spans > 0 && !report.command->client_spans) {
    import_line(file, "",
                fmt::format("{} of them from callers; --client-spans reads the spans of callers instead",
                            counted(c.client_spans, "span")));
  }
  if (c.inner_spans > 0) {
    import_line(file, "",
                fmt::format("{} of them are parts of an invocation of the same function",
                            counted(c.inner_spans, "span")));
  }
  if (c.sampled_away > 0) {
    import_line(file, "sampling",
                fmt::format("the records represent {} more, which sampling left out of the log; the trace "
                            "does not contain them",
                            counted(c.sampled_away, "request")));
  }
  if (c.escaped > 0) {
    import_line(file, "names",
                fmt::format("{} with bytes that are not UTF-8, which are written as \\xNN",
                            counted(c.escaped, "text")));
  }
  if (c.named_by_file > 0) {
    import_line(file, "functions",
                fmt::format("the log does not name the function of {}, so the name of the file is used; "
                            "--function NAME sets another name",
                            counted(c.named_by_file, "invocation")));
  }
  if (c.no_zone > 0) {
    import_line(file, "time zone",
                fmt::format("{} without a time zone, read as UTC", counted(c.no_zone, "instant")));
  }
  if (c.other_zone > 0) {
    import_line(
        file, c.no_zone > 0 ? "" : "time zone",
        fmt::format("{} in a time zone other than UTC, converted to UTC", counted(c.other_zone, "instant")));
  }
}

void print_trace(std::FILE* file, const ImportReport& report) {
  const ImportedTrace& t = report.trace;
  const LogCounts& c = report.counts;
  import_line(file, "rows",
              fmt::format("{} of {}{}", counted(t.rows, "invocation"), counted(t.functions, "function"),
                          t.has_tenant ? " of " + counted(t.tenants, "account") : ""));
  if (t.duplicates > 0) {
    import_line(file, "duplicates",
                fmt::format("{} left out, because the same request appears twice at one instant",
                            grouped(t.duplicates)));
  }
  if (t.again > 0) {
    import_line(
        file, "retries",
        fmt::format("{} kept, because the same request appears again at another instant", grouped(t.again)));
  }
  if (t.resized > 0) {
    import_line(file, "memory sizes",
                fmt::format("{} more, named FUNCTION@SIZE, because each further size of a function becomes a "
                            "separate function",
                            grouped(t.resized)));
  }
  import_line(file, "span",
              fmt::format("{}, from {}", human_seconds(static_cast<double>(t.last - t.first) / 1e9),
                          in_utc(t.first)));
  if (t.last - t.first > kTenYears) {
    import_line(file, "odd",
                "one record is years earlier or later than the others, but a run covers at most ten years; "
                "remove this record from the log");
  }
  import_line(file, "time zero", report.command->is_epoch ? "1970-01-01T00:00:00Z" : "the first arrival");
  if (report.counts.starts_found > 0) {
    import_line(file, "arrivals",
                fmt::format("{} from a record of the start, the others computed from end and duration",
                            grouped(report.counts.starts_found)));
  }
  import_line(file, "cold starts",
              t.cold_told == 0
                  ? std::string("this kind of log does not contain cold starts")
                  : fmt::format("{} seen ({})", grouped(t.cold),
                                human_share(static_cast<double>(t.cold) / static_cast<double>(t.cold_told))));
  if (c.given_up > 0) {
    import_line(file, "",
                fmt::format("{} of them with an initialisation that was aborted", grouped(c.given_up)));
  }
  if (c.proactive > 0) {
    import_line(
        file, "started ahead",
        fmt::format("{} ran first on an instance that was initialised long before, so they were not cold",
                    counted(c.proactive, "invocation")));
  }
  if (c.unused_inits > 0) {
    import_line(file, "unused",
                fmt::format("{} without a following invocation, because the instance was never used, the log "
                            "ends earlier, or the log is not in order of time",
                            counted(c.unused_inits, "initialisation")));
  }
  if (!t.has_memory) {
    import_line(file, "memory",
                "not in the log, so the trace has no such column; --memory 256MiB adds the column");
  } else if (t.without_memory > 0) {
    import_line(file, "memory",
                fmt::format("missing in {}: {}", counted(t.without_memory, "record"),
                            report.command->memory.empty() ? "taken from other records of the same function"
                                                           : "set by --memory"));
  }
  if (!t.has_duration) {
    import_line(file, "durations",
                report.kind == "access-log"
                    ? "not in the log, so the trace has no such column; --duration 100ms adds the column; if "
                      "a field of the line contains the duration, name this field in --log-format"
                    : "not in the log, so the trace has no such column; --duration 100ms adds the column");
  } else if (t.without_duration > 0) {
    import_line(
        file, "durations",
        fmt::format("{} without a duration, which --duration sets", counted(t.without_duration, "record")));
  }
}

void print_broken(std::FILE* file, const ImportReport& report) {
  std::vector<std::pair<std::uint64_t, std::size_t>> by_count;
  for (std::size_t i = 0; i < kTroubles; ++i) {
    if (report.troubles[i] > 0) {
      by_count.emplace_back(report.troubles[i], i);
    }
  }
  std::stable_sort(by_count.begin(), by_count.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string name = "broken";
  for (const auto& [count, trouble] : by_count) {
    import_line(file, name,
                fmt::format("{} {}", pad_left(grouped(count), 9), name_of(static_cast<Trouble>(trouble))));
    name.clear();
  }
  fmt::print(file, "\n{}", report.examples.empty() ? "" : "  the first broken records\n");
  for (const BrokenExample& example : report.examples) {
    fmt::print(file, "{}", wrapped(example.place + ": " + example.what, output_columns(), 4));
    if (!example.text.empty()) {
      fmt::print(file, "      {}\n", excerpt(example, output_columns() - 6));
    }
  }
  if (!report.examples.empty()) {
    fmt::print(file, "\n");
  }
}

void print_next(std::FILE* file, const ImportReport& report) {
  for (std::size_t i = 0; i < report.reasons.size(); ++i) {
    fmt::print(file, "{}",
               wrapped((i == 0 ? "" : "- ") + report.reasons[i], output_columns(), i == 0 ? 2 : 4));
  }
  fmt::print(file, "{}", report.reasons.empty() ? "" : "\n");
  const std::string& out = report.command->out;
  fmt::print(file, "  to describe it:  curtain trace info {}\n", is_plain(out) ? out : "'" + out + "'");
  if (!report.command->scenario.empty()) {
    fmt::print(
        file, "  to simulate it:  curtain run {}\n\n",
        is_plain(report.command->scenario) ? report.command->scenario : "'" + report.command->scenario + "'");
    return;
  }
  fmt::print(file, "  a scenario for this log (--scenario FILE writes it):\n\n");
  for (std::size_t at = 0; at < report.scenario.size();) {
    const std::size_t end = std::min(report.scenario.find('\n', at), report.scenario.size());
    fmt::print(file, "    {}\n", report.scenario.substr(at, end - at));
    at = end + 1;
  }
  fmt::print(file, "\n");
}

/// Writes what was read from the log: the numbers of lines and records, and errors.
void write_read(const ImportReport& report, sim::JsonWriter& json) {
  const LogCounts& c = report.counts;
  json.member("kind", report.kind);
  json.member("written", report.is_written ? std::optional(report.command->out) : std::nullopt);
  json.member("files", report.files);
  json.member("lines", c.lines);
  json.member("records", c.records);
  json.member("invocations", c.invocations);
  json.member("broken", c.broken);
  json.member("other", c.others);
  json.key("broken_by_reason");
  json.object(JsonLayout::line, [&] {
    for (std::size_t i = 0; i < kTroubles; ++i) {
      json.member(name_of(static_cast<Trouble>(i)), report.troubles[i]);
    }
  });
  json.key("broken_examples");
  json.array(JsonLayout::lines, [&] {
    for (const BrokenExample& example : report.examples) {
      json.object(JsonLayout::line, [&] {
        json.member("place", example.place);
        json.member("what", example.what);
        json.member("text", visible(example.text, 1000));
      });
    }
  });
}

/// Writes what was produced: the rows of the trace, and the scenario.
void write_trace(const ImportReport& report, sim::JsonWriter& json) {
  const LogCounts& c = report.counts;
  const ImportedTrace& t = report.trace;
  json.member("rows", t.rows);
  json.member("functions", t.functions);
  json.member("tenants", t.tenants);
  json.member("duplicates", t.duplicates);
  json.member("retries", t.again);
  json.member("cold", t.cold_told == 0 ? std::nullopt : std::optional(t.cold));
  json.member("without_memory", t.without_memory);
  json.member("memory_sizes_added", t.resized);
  json.member("starts_found", c.starts_found);
  json.member("no_zone", c.no_zone);
  json.member("other_zone", c.other_zone);
  json.member("client_spans", c.client_spans);
  json.member("not_passed_on", c.not_passed_on);
  json.member("inner_spans", c.inner_spans);
  json.member("named_by_file", c.named_by_file);
  json.member("started_ahead", c.proactive);
  json.member("given_up", c.given_up);
  json.member("unused_initialisations", c.unused_inits);
  json.member("sampled_away", c.sampled_away);
  json.member("escaped", c.escaped);
  json.member("without_duration", t.without_duration);
  json.member("run_cold", report.run_cold);
  json.list("run", report.reasons);
  const std::string& scenario = report.command->scenario;
  json.member("scenario", report.is_written && !scenario.empty() ? std::optional(scenario) : std::nullopt);
  const auto instant = [&](std::int64_t ns) {
    return report.is_written ? std::optional(in_utc(ns)) : std::nullopt;
  };
  json.member("first", instant(t.first));
  json.member("last", instant(t.last));
  json.member("span_s", static_cast<double>(t.last - t.first) / 1e9);
}

void print_import_json(const ImportReport& report) {
  sim::JsonWriter json;
  json.object(JsonLayout::lines, [&] {
    write_read(report, json);
    write_trace(report, json);
  });
  fmt::print("{}", json.document());
}

}  // namespace

void print_import(const ImportReport& report) {
  const TraceImportCommand& command = *report.command;
  std::FILE* const file = command.common.json || !report.is_written ? stderr : stdout;
  if (command.common.json) {
    print_import_json(report);
  }
  if (!command.common.quiet || !report.is_written) {
    fmt::print(file, "\n  {} -> {}\n\n", report.kind, printable(command.out));
    print_read(file, report);
    if (report.is_written) {
      print_trace(file, report);
    }
    print_broken(file, report);
  }
  if (!report.is_written) {
    fmt::print(stderr, "curtain: {}; nothing was written\n",
               report.counts.invocations == 0
                   ? "no invocation was found"
                   : fmt::format("{} broken, and --strict", counted(report.counts.broken, "record")));
  } else if (!command.common.quiet) {
    print_next(file, report);
  }
}

}  // namespace curtain::tools
