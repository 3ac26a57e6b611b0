#include "tools/curtain/trace/import_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "models/workload/csv_text.hpp"
#include "models/workload/printable.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/results/unnamed_file.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kMostOfExample = 400;  // number of bytes of an example that are kept
constexpr std::size_t kMostOfName = 4096;

/// Appends a number, or an empty field if the value is unknown.
void append_if_known(std::string& line, std::int64_t ns) {
  if (ns >= 0) {
    append_seconds(line, ns);
  }
}

/// Replaces the characters that a line of CSV cannot contain.
std::string trace_field(std::string_view text) {
  std::string field(text.substr(0, kMostOfName));
  for (char& character : field) {
    character = static_cast<unsigned char>(character) < 0x20 ? ' ' : character;
  }
  return csv_field(field);
}

/// A CSV field without its quotation marks.
std::string unquoted(const std::string& field) {
  if (!field.starts_with('"')) {
    return field;
  }
  std::string text;
  for (std::size_t at = 1; at + 1 < field.size(); ++at) {
    at += field[at] == '"' ? 1 : 0;
    text += field[at];
  }
  return text;
}

/// The common beginning of the paths of temporary files. The files are in the folder of the trace. If the
/// trace is written to standard output, they are in the folder for temporary files (TMPDIR).
std::string sorting_place(const std::string& out) {
  return out == "-" ? (std::filesystem::temp_directory_path() / "curtain").string() : out;
}

}  // namespace

TraceImport::TraceImport(const std::string& out, ImportChoices choices, OutputFile* broken,
                         ProgressLine& progress)
    : choices_(choices),
      broken_(broken),
      progress_(progress),
      rows_([place = sorting_place(out)] { return make_unnamed_file(place); }) {
  if (choices_.keep_alive) {
    gaps_.emplace(*choices_.keep_alive);
  }
}

void TraceImport::take(const LoggedInvocation& invocation) {
  const auto [function, is_new] = function_index_.number(invocation.tenant, invocation.function);
  if (is_new) {
    if (functions_.size() == kMostFunctions) {
      throw UsageError{
          fmt::format("the log has more than {} functions, such as {}; --function NAME combines all of them "
                      "into one function",
                      grouped(kMostFunctions), sim::json_string(invocation.function.substr(0, 60)))};
    }
    functions_.push_back(
        {trace_field(printable(invocation.function)), trace_field(printable(invocation.tenant))});
  }
  const auto [status, is_new_status] = status_index_.number("", invocation.status);
  if (is_new_status) {
    statuses_.push_back(trace_field(invocation.status));
  }
  ImportRow row;
  row.arrival = invocation.arrival;
  row.duration = invocation.duration.value_or(-1);
  row.init = invocation.init.value_or(-1);
  row.billed = invocation.billed.value_or(-1);
  row.function = function;
  row.status = status;
  row.memory = invocation.memory.value_or(0);
  row.max_memory = invocation.max_memory.value_or(0);
  row.is_cold = invocation.proactive ? kStartedAhead
                : !invocation.cold   ? kColdUnknown
                : *invocation.cold   ? 1
                                     : 0;
  if (!invocation.request.empty()) {
    row.request = number_of(invocation.request);
    row.content = number_of(invocation.request, static_cast<std::uint64_t>(invocation.told),
                            static_cast<std::uint64_t>(row.duration));
  }
  if (functions_[function].memory == 0) {
    functions_[function].memory = row.memory;
  }
  ++count_;
  show(count_, std::nullopt, "reading");
  without_duration_ += row.duration < 0 ? 1 : 0;
  without_memory_ += row.memory == 0 ? 1 : 0;
  has_init_ = has_init_ || row.init >= 0;
  has_billed_ = has_billed_ || row.billed >= 0;
  has_max_memory_ = has_max_memory_ || row.max_memory != 0;
  has_status_ = has_status_ || !invocation.status.empty();
  rows_.add(row, choices_.with_requests ? invocation.request.substr(0, kMostOfName) : std::string_view{});
}

void TraceImport::show(std::uint64_t rows, std::optional<double> part, const char* where) {
  constexpr std::uint64_t mask = 4095;  // the clock is read only once for this many rows
  if ((rows & mask) == 0 && progress_.is_due()) {
    progress_.show({part, rows, "invocations", where});
  }
}

void TraceImport::refuse(const BrokenRecord& record) {
  ++troubles_[static_cast<std::size_t>(record.trouble)];
  if (examples_.size() < kExamples) {
    examples_.push_back(
        {record.line == 0 ? std::string(record.path) : fmt::format("{}:{}", record.path, record.line),
         record.what, std::string(record.text.substr(0, kMostOfExample))});
  }
  if (broken_ != nullptr && record.line != 0) {
    broken_->write(record.text);
    broken_->write("\n");
  }
}

void TraceImport::check_whole() const {
  if (without_duration_ > 0 && without_duration_ < count_ && !choices_.duration) {
    throw UsageError{
        fmt::format("{} of {} rows have no duration in the log; set their duration with --duration 100ms",
                    grouped(without_duration_), grouped(count_))};
  }
  if (choices_.memory || without_memory_ == 0 || without_memory_ == count_) {
    return;
  }
  for (const Function& function : functions_) {
    if (function.memory == 0) {
      throw UsageError{
          fmt::format("the log has no memory size for function {}, but sizes for other functions; set this "
                      "size with --memory 128MiB",
                      sim::json_string(function.name))};
    }
  }
}

void TraceImport::decide_columns(ImportedTrace& trace) const {
  trace.has_duration = without_duration_ < count_ || choices_.duration.has_value();
  trace.has_memory = without_memory_ < count_ || choices_.memory.has_value();
  trace.has_tenant = std::any_of(functions_.begin(), functions_.end(),
                                 [](const Function& function) { return !function.tenant.empty(); });
}

std::string TraceImport::header(const ImportedTrace& trace) const {
  std::string text = "function_id,arrival_s";
  const auto add = [&text](bool is_there, const char* name) { text += is_there ? name : ""; };
  add(trace.has_duration, ",duration_s");
  add(trace.has_memory, ",memory_mb");
  add(trace.has_tenant, ",tenant");
  text += ",cold";
  add(has_init_, ",init_s");
  add(has_billed_, ",billed_s");
  add(has_max_memory_, ",max_memory_mb");
  add(has_status_, ",status");
  add(choices_.with_requests, ",request_id");
  return text + "\n";
}

/// A function of the trace has one memory size, so records with another size belong to a separate function.
/// This corresponds to the platform, where a change of the size ends all instances of the function.
std::pair<std::string, std::uint32_t> TraceImport::name_at(Function& function, std::uint32_t memory,
                                                           ImportedTrace& trace) {
  const std::string size = std::to_string(memory);
  if (function.named == 0) {
    function.named = memory;
  }
  const bool is_plain = function.named == memory || !trace.has_memory;
  std::string name = function.name;
  if (!is_plain) {
    const bool is_quoted = name.ends_with('"');
    name = name.substr(0, name.size() - (is_quoted ? 1 : 0)) + "@" + size + "MiB" + (is_quoted ? "\"" : "");
  }
  const auto [number, is_new] = size_index_.number(function.tenant, function.name + '\n' + size);
  if (is_new) {
    ++trace.functions;
    trace.resized += is_plain ? 0 : 1;
    trace.each.push_back({});
    trace.each.back().name = unquoted(name);
    trace.each.back().tenant = !trace.has_tenant         ? ""
                               : function.tenant.empty() ? "default"
                                                         : unquoted(function.tenant);
  }
  return {std::move(name), number};
}

/// Collects data about the function of a row, for the scenario.
void TraceImport::learn(const ImportRow& row, std::uint32_t number, std::int64_t duration,
                        ImportedTrace& trace) {
  ImportedFunction& function = trace.each[number];
  if (row.init >= 0) {
    function.inits.push_back(row.init);
  }
  if (row.duration >= 0 && statuses_[row.status] == "timeout") {
    function.timeout = std::min(function.timeout.value_or(row.duration), row.duration);
  } else {
    function.longest = std::max(function.longest, row.duration);
  }
  if (gaps_ && row.is_cold != kColdUnknown) {
    gaps_->take(number, row.arrival, std::max<std::int64_t>(duration, 0), std::max<std::int64_t>(row.init, 0),
                row.is_cold == 1, row.is_cold == kStartedAhead);
  }
}

void TraceImport::append(std::string& line, const ImportRow& row, const std::string& request,
                         ImportedTrace& trace) {
  Function& function = functions_[row.function];
  function.memory = row.memory != 0 ? row.memory : function.memory;
  const std::uint32_t memory = function.memory != 0 ? function.memory : choices_.memory.value_or(0);
  const auto size = [&line](std::uint32_t megabytes) {
    line += ',';
    if (megabytes != 0) {
      fmt::format_to(std::back_inserter(line), "{}", megabytes);
    }
  };
  const auto [name, number] = name_at(function, memory, trace);
  line += name;
  line += ',';
  append_if_known(line, row.arrival - (choices_.is_epoch ? 0 : trace.first));
  const std::int64_t duration = row.duration >= 0 ? row.duration : choices_.duration.value_or(-1);
  learn(row, number, duration, trace);
  if (trace.has_duration) {
    line += ',';
    append_if_known(line, duration);
  }
  if (trace.has_memory) {
    size(memory);
  }
  if (trace.has_tenant) {
    static const std::string no_tenant = "default";
    const std::string& tenant = function.tenant.empty() ? no_tenant : function.tenant;
    trace.tenants += tenant_index_.number("", tenant).second ? 1 : 0;
    (line += ',') += tenant;
  }
  line += row.is_cold == kColdUnknown ? "," : row.is_cold == 1 ? ",1" : ",0";
  if (has_init_) {
    line += ',';
    append_if_known(line, row.init);
  }
  if (has_billed_) {
    line += ',';
    append_if_known(line, row.billed);
  }
  if (has_max_memory_) {
    size(row.max_memory);
  }
  if (has_status_) {
    (line += ',') += statuses_[row.status];
  }
  if (choices_.with_requests) {
    (line += ',') += trace_field(request);
  }
  line += '\n';
}

ImportedTrace TraceImport::write(OutputFile& out, const std::atomic<bool>& interrupt) {
  check_whole();
  ImportedTrace trace;
  decide_columns(trace);
  trace.without_memory = without_memory_;
  trace.without_duration = without_duration_;
  out.write(header(trace));
  rows_.sort();
  ImportRow row;
  std::string request;
  std::string line;
  for (std::uint64_t read = 1; !interrupt.load(std::memory_order_relaxed) && rows_.next(row, request);
       ++read) {
    show(read, static_cast<double>(read) / static_cast<double>(count_), "writing");
    if (row.request != 0) {
      const SeenInvocations::Answer answer = seen_.see(row.request, row.content);
      if (answer == SeenInvocations::Answer::is_duplicate) {
        ++trace.duplicates;
        continue;
      }
      trace.again += answer == SeenInvocations::Answer::is_again ? 1 : 0;
    }
    trace.first = trace.rows == 0 ? row.arrival : trace.first;
    trace.last = row.arrival;
    trace.cold += row.is_cold == 1 ? 1 : 0;
    trace.cold_told += row.is_cold == kColdUnknown ? 0 : 1;
    ++trace.rows;
    line.clear();
    append(line, row, request, trace);
    out.write(line);
  }
  if (gaps_ && trace.cold_told > 0) {
    trace.gaps = gaps_->difference();
  }
  return trace;
}

}  // namespace curtain::tools
