#include "models/config/huawei_2023_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "models/config/adjustment_fields.hpp"
#include "models/config/files.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/trace_paths.hpp"
#include "models/config/trait_fields.hpp"

namespace curtain::config {
namespace {

constexpr std::uint32_t kMostHuaweiFunctions = 10'000'000;
constexpr std::uint32_t kMostDays = 100'000;
constexpr std::size_t kMostDayDigits = 9;

/// The number in day_<number>.csv, compressed or not; nothing for any other name.
std::optional<std::uint32_t> day_of(std::string name) {
  for (const std::string ending : {".gz", ".zst"}) {
    if (name.ends_with(ending)) {
      name.resize(name.size() - ending.size());
    }
  }
  const std::string_view start = "day_";
  const std::string_view end = ".csv";
  if (!name.starts_with(start) || !name.ends_with(end) || name.size() <= start.size() + end.size()) {
    return std::nullopt;
  }
  const std::string digits = name.substr(start.size(), name.size() - start.size() - end.size());
  if (digits.size() > kMostDayDigits || digits.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  std::uint32_t number = 0;
  for (const char digit : digits) {
    number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  return number;
}

/// Maps each day to its file in the folder.
std::map<std::uint32_t, std::string> files_by_day(const std::string& folder) {
  std::map<std::uint32_t, std::string> files;
  for (const std::string& path : day_files(folder, {})) {
    files.emplace(*day_of(std::filesystem::path(path).filename().string()), path);
  }
  return files;
}

/// Takes the memory tables of the requested days. If none of these days has such tables, the tables of all
/// days are used, because the memory of a function seldom changes.
void find_memory(const std::string& path, Huawei2023TraceSpec& spec) {
  const auto limits = files_by_day(path_from(path, "memory_limit_minute"));
  const auto instances = files_by_day(path_from(path, "instances_minute"));
  const auto take = [&](bool all) {
    for (const auto& [day, limit] : limits) {
      const auto found = instances.find(day);
      const bool is_wanted = all || std::find(spec.days.begin(), spec.days.end(), day) != spec.days.end();
      if (found != instances.end() && is_wanted) {
        spec.memory_limits.push_back(limit);
        spec.instances.push_back(found->second);
      }
    }
  };
  spec.memory_limits.clear();
  spec.instances.clear();
  take(spec.days.empty());
  if (spec.memory_limits.empty()) {
    take(true);
  }
}

/// `path`: the dataset's folder, which has one folder for each kind of table, as published.
Field<Huawei2023TraceSpec> dataset() {
  Field<Huawei2023TraceSpec> field{
      "path",
      "the folder that contains the folders requests_minute, function_delay_minute and so on",
      Need::optional,
      {},
      {},
      {},
      {}};
  field.read = [](const Node& node, Reader& reader, Huawei2023TraceSpec& spec) {
    std::string path;
    path_form()->read(node, reader, path);
    const bool by_minute = spec.interval >= sim::minutes(1);
    const auto files = [&](const char* kind, const char* unit) {
      return day_files(path_from(path, std::string(kind) + unit), spec.days);
    };
    spec.requests = files("requests", by_minute ? "_minute" : "_second");
    spec.delays = files("function_delay", by_minute ? "_minute" : "_second");
    if (spec.delays.empty() && !by_minute) {
      spec.delays = files("function_delay", "_minute");
    }
    find_memory(path, spec);
  };
  field.write = [](const Huawei2023TraceSpec&) -> std::optional<Node> { return std::nullopt; };
  field.schema = [] { return path_form()->schema(); };
  return field;
}

/// A key for the files of one kind of table. These files replace the files found through `path`.
Field<Huawei2023TraceSpec> tables(const char* name, std::vector<std::string> Huawei2023TraceSpec::*files,
                                  const char* description) {
  const FormPtr<std::vector<std::string>> form = paths_form();
  Field<Huawei2023TraceSpec> field{name, description, Need::optional, {}, {}, {}, {}};
  field.read = [form, files](const Node& node, Reader& reader, Huawei2023TraceSpec& spec) {
    form->read(node, reader, spec.*files);
  };
  field.write = [form, files](const Huawei2023TraceSpec& spec) -> std::optional<Node> {
    return (spec.*files).empty() ? std::nullopt : std::optional<Node>(form->write(spec.*files));
  };
  field.schema = [form] { return form->schema(); };
  return field;
}

Field<Huawei2023TraceSpec> days_of_path() {
  const auto form = list_form(count_form(0, kMostDays), "numbers of days");
  Field<Huawei2023TraceSpec> field{
      "days",
      "the days of the path to read, as the numbers in the names of the files; default: all days",
      Need::optional,
      {},
      {},
      {},
      {}};
  field.read = [form](const Node& node, Reader& reader, Huawei2023TraceSpec& spec) {
    form->read(node, reader, spec.days);
  };
  field.write = [](const Huawei2023TraceSpec&) -> std::optional<Node> { return std::nullopt; };
  field.schema = [form] { return form->schema(); };
  return field;
}

void check_tables(const Huawei2023TraceSpec& spec, const Node& node, Reader& reader) {
  struct Kind {
    const char* key;
    const std::vector<std::string>& files;
  };
  const std::array<Kind, 4> kinds{{{"requests", spec.requests},
                                   {"delays", spec.delays},
                                   {"memory_limits", spec.memory_limits},
                                   {"instances", spec.instances}}};
  for (const Kind& kind : kinds) {
    check_files(kind.files, kind.key, reader);
  }
  const auto place_of = [&](const char* key) {
    const Place* const given = reader.given(reader.path_of(key));
    const Place* const path = reader.given(reader.path_of("path"));
    return given != nullptr ? *given : path != nullptr ? *path : node.place;
  };
  const std::size_t days = spec.requests.size();
  if (days == 0) {
    reader.error(place_of("requests"),
                 "there is no table of requests; `path` must have a folder requests_minute or "
                 "requests_second with files such as day_000.csv, or the key 'requests' must name the files");
    return;
  }
  if (!spec.days.empty() && reader.given(reader.path_of("requests")) == nullptr && days != spec.days.size()) {
    reader.error(
        place_of("days"),
        fmt::format(
            "names {} days, but the path has only {} of these days; each day must exist and be named once",
            spec.days.size(), days));
  }
  if (!spec.delays.empty() && spec.delays.size() != days) {
    reader.error(
        place_of("delays"),
        fmt::format(
            "there are {} tables of function delays for {} tables of requests; each day needs one of each",
            spec.delays.size(), days));
  }
  if (spec.delays.empty() && !spec.default_duration) {
    reader.error(place_of("delays"), "there are no tables of function delays; set 'default_duration'");
  }
  if (spec.memory_limits.size() != spec.instances.size()) {
    reader.error(
        place_of("memory_limits"),
        fmt::format(
            "there are {} tables of memory limits for {} tables of instances; each day needs one of each",
            spec.memory_limits.size(), spec.instances.size()));
  }
  if (spec.memory_limits.empty() && !spec.default_memory) {
    reader.error(place_of("memory_limits"),
                 "there are no tables of memory limits and instances; set 'default_memory'");
  }
}

}  // namespace

std::vector<std::string> day_files(const std::string& folder, const std::vector<std::uint32_t>& days) {
  std::map<std::pair<std::uint32_t, std::string>, std::string> files;  // sorted by the number of the day,
                                                                       // then by name
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    const std::optional<std::uint32_t> day = day_of(name);
    if (day && (days.empty() || std::find(days.begin(), days.end(), *day) != days.end())) {
      files[{*day, name}] = path_from(folder, name);
    }
  }
  std::vector<std::string> paths;
  for (const auto& [day, path] : files) {
    paths.push_back(path);
  }
  return paths;
}

std::shared_ptr<const FieldTable<Huawei2023TraceSpec>> huawei_2023_fields() {
  auto table = std::make_shared<FieldTable<Huawei2023TraceSpec>>();
  table->add(trace_format<Huawei2023TraceSpec>("huawei-2023"))
      .add("interval", &Huawei2023TraceSpec::interval,
           choice_form<Duration>({{"minute", sim::minutes(1)}, {"second", sim::seconds(1)}}),
           "length of time that a row of requests covers")
      .add(days_of_path())
      .add(dataset())
      .add(tables("requests", &Huawei2023TraceSpec::requests, "the tables of requests, one file per day"))
      .add(tables("delays", &Huawei2023TraceSpec::delays,
                  "the tables of function delays, one for each table of requests"))
      .add(tables("memory_limits", &Huawei2023TraceSpec::memory_limits,
                  "the tables of memory limits, of any number of days"))
      .add(tables("instances", &Huawei2023TraceSpec::instances, "the tables of instances, of the same days"))
      .add("delay_unit", &Huawei2023TraceSpec::delay_unit_ns,
           choice_form<std::int64_t>({{"s", 1'000'000'000}, {"ms", 1'000'000}, {"us", 1'000}}),
           "the unit of function delays")
      .add("within_interval", &Huawei2023TraceSpec::within_interval,
           choice_form<WithinInterval>({{"uniform", WithinInterval::uniform},
                                        {"even", WithinInterval::even},
                                        {"poisson", WithinInterval::poisson}}),
           "the instant of an invocation within its interval; even: at equal distances, with an offset that "
           "depends on the function")
      .add("tenant", &Huawei2023TraceSpec::tenant, text_form(), "the account that owns the functions")
      .add("functions", &Huawei2023TraceSpec::functions, optional_form(count_form(1, kMostHuaweiFunctions)),
           "number of functions to read, beginning with the first")
      .add("default_duration", &Huawei2023TraceSpec::default_duration, optional_form(duration_form()),
           "duration of calls without a function delay")
      .add("default_memory", &Huawei2023TraceSpec::default_memory, optional_form(memory_form(1)),
           "memory of a function without a memory limit")
      .include(&Huawei2023TraceSpec::traits, trait_fields())
      .check(check_tables);
  add_adjustment(*table);
  return table;
}

}  // namespace curtain::config
