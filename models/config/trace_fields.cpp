#include "models/config/trace_fields.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "models/config/adjustment_fields.hpp"
#include "models/config/azure_day_fields.hpp"
#include "models/config/files.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/trace_paths.hpp"
#include "models/config/trait_fields.hpp"

namespace curtain::config {
namespace {

constexpr std::uint32_t kMostTraceFunctions = 10'000'000;

template <class T>
std::shared_ptr<FieldTable<T>> trace_table() {
  return std::make_shared<FieldTable<T>>();
}

FormPtr<Mebibytes> trace_memory() {
  return memory_form(1);
}

/// The form of a column: its name or its number.
class ColumnForm : public Form<std::string> {
 public:
  explicit ColumnForm(bool may_be_none) : text_(may_be_none ? text_or_none_form() : text_form()) {}

  void read(const Node& node, Reader& reader, std::string& value) const override {
    text_->read(node, reader, value);
  }
  [[nodiscard]] Node write(const std::string& value) const override { return text_->write(value); }
  [[nodiscard]] Node schema() const override {
    Node number = Node::mapping();
    number.set("type", Node::string("integer")).set("minimum", Node::literal("1"));
    return schema_either(text_->schema(), std::move(number));
  }

 private:
  FormPtr<std::string> text_;
};

FormPtr<std::string> column_form(bool may_be_none) {
  return std::make_shared<ColumnForm>(may_be_none);
}

/// Checks the constant that replaces a column. The constant is required without the column, and forbidden
/// with the column.
void check_constant(const char* key, bool has_column, bool is_needed, const Node& node, Reader& reader) {
  const Reader::Step step(reader, "constants");
  const Place* given = reader.given(reader.path_of(key));
  if (has_column && given != nullptr) {
    const Reader::Step inner(reader, key);
    reader.error(*given, fmt::format("contradicts columns.{}, from which the value is read; remove the "
                                     "constant, or set the column to none",
                                     key));
  } else if (!has_column && is_needed && given == nullptr) {
    reader.error(
        node.place,
        fmt::format("the key '{}' is missing; no column contains this value, so write a constant", key));
  }
}

/// Traits of single functions, by the function's name. The key is not written if no function has its own
/// traits.
Field<CsvTraceSpec> named_traits() {
  auto table = std::make_shared<FieldTable<NamedTraits>>();
  table->add("function", &NamedTraits::function, text_form(), "the function's name in the trace",
             Need::required);
  Field<NamedTraits> tenant{"tenant",
                            "the account of the function, if several accounts have a function of this name",
                            Need::optional,
                            {},
                            {},
                            {},
                            {}};
  tenant.read = [](const Node& node, Reader& reader, NamedTraits& value) {
    text_form()->read(node, reader, value.tenant);
  };
  tenant.write = [](const NamedTraits& value) -> std::optional<Node> {
    return value.tenant.empty() ? std::nullopt : std::optional<Node>(text_form()->write(value.tenant));
  };
  tenant.schema = [] { return text_form()->schema(); };
  table->add(tenant).include(&NamedTraits::traits, trait_fields());
  const auto form = list_form<NamedTraits>(table, "functions with their traits");
  Field<CsvTraceSpec> field{"functions",
                            "functions with their own traits, which replace the traits of the trace",
                            Need::optional,
                            {},
                            {},
                            {},
                            {}};
  field.read = [form](const Node& node, Reader& reader, CsvTraceSpec& spec) {
    form->read(node, reader, spec.functions);
  };
  field.write = [form](const CsvTraceSpec& spec) -> std::optional<Node> {
    return spec.functions.empty() ? std::nullopt : std::optional<Node>(form->write(spec.functions));
  };
  field.schema = [form] { return form->schema(); };
  return field;
}

void check_named_traits(const CsvTraceSpec& spec, Reader& reader) {
  const Reader::Step step(reader, "functions");
  for (std::size_t i = 0; i < spec.functions.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const NamedTraits& own = spec.functions[i];
      const NamedTraits& other = spec.functions[k];
      if (own.function != other.function || (own.tenant != other.tenant && !other.tenant.empty())) {
        continue;
      }
      const Reader::Step item(reader, i);
      if (const Place* const place = reader.given(reader.path())) {
        reader.error(
            *place,
            fmt::format("names {}, but functions[{}] names the same function; name each function once",
                        quote(own.function), k));
      }
      break;
    }
  }
}

void check_csv(const CsvTraceSpec& spec, const Node& node, Reader& reader) {
  check_files(spec.paths, "path", reader);
  check_named_traits(spec, reader);
  if (!spec.duration_column.empty() && !spec.end_column.empty()) {
    const Place* place = reader.given(reader.path_of("columns.end"));
    reader.error(place == nullptr ? node.place : *place,
                 "columns.duration and columns.end contradict each other; set one of them to none");
  }
  check_constant("function", !spec.function_column.empty(), false, node, reader);
  check_constant("tenant", !spec.tenant_column.empty(), false, node, reader);
  check_constant("memory", !spec.memory_column.empty(), false, node, reader);
  check_constant("duration", !spec.duration_column.empty() || !spec.end_column.empty(), true, node, reader);
}

/// The column of end times. If this column is given and the column of durations is not, the column of
/// durations is not used.
Field<CsvTraceSpec> end_column() {
  Field<CsvTraceSpec> field{"end",
                            "the column of end times, which replaces the column of durations, or none",
                            Need::optional,
                            {},
                            {},
                            {},
                            {}};
  const FormPtr<std::string> form = column_form(true);
  field.read = [form](const Node& node, Reader& reader, CsvTraceSpec& spec) {
    form->read(node, reader, spec.end_column);
    std::string duration = reader.path();
    duration.replace(duration.size() - 3, 3, "duration");
    if (!spec.end_column.empty() && reader.given(duration) == nullptr) {
      spec.duration_column.clear();
    }
  };
  field.write = [form](const CsvTraceSpec& spec) -> std::optional<Node> {
    return form->write(spec.end_column);
  };
  field.schema = [form] { return form->schema(); };
  return field;
}

/// `path` sets the three files of each day. It is a folder with the files under their published names, or the
/// common prefix of the names.
Field<AzureTraceSpec> azure_prefix() {
  Field<AzureTraceSpec> field{"path",
                              "a folder with the files of one or several days, or the common beginning NAME "
                              "of the paths NAME_invocations.csv, NAME_durations.csv and NAME_memory.csv",
                              Need::optional,
                              {},
                              {},
                              {},
                              {}};
  field.read = [](const Node& node, Reader& reader, AzureTraceSpec& spec) {
    std::string prefix;
    path_form()->read(node, reader, prefix);
    set_azure_days(azure_days_at(prefix), spec);  // check_azure() reports files that are missing
  };
  field.write = [](const AzureTraceSpec&) -> std::optional<Node> { return std::nullopt; };
  field.schema = [] { return path_form()->schema(); };
  return field;
}

/// A key for one of the three files of a trace of one day. The files of several days have the key `days`.
Field<AzureTraceSpec> azure_file(const char* name, std::string AzureDay::*file, const char* description) {
  Field<AzureTraceSpec> field{name, description, Need::optional, {}, {}, {}, {}};
  field.read = [file](const Node& node, Reader& reader, AzureTraceSpec& spec) {
    path_form()->read(node, reader, spec.*file);
  };
  field.write = [file](const AzureTraceSpec& spec) -> std::optional<Node> {
    const bool is_written = spec.later_days.empty() && !(spec.*file).empty();
    return is_written ? std::optional<Node>(path_form()->write(spec.*file)) : std::nullopt;
  };
  field.schema = [] { return path_form()->schema(); };
  return field;
}

/// Returns the path that the entry has at the key `path`.
std::string given_path(const Node& node, Reader& reader) {
  std::string path;
  if (const Node* const found = node.find("path")) {
    const Reader::Step step(reader, "path");
    path_form()->read(*found, reader, path);
  }
  return path;
}

/// The reason why the day at `path` has no file of the kind `key`.
std::string why_missing(const std::string& path, const char* key, bool may_be_default) {
  std::string reason;
  if (is_directory(path)) {
    try {
      only_csv_with(path, key);
    } catch (const std::invalid_argument& error) {
      reason = error.what();
    }
  } else if (const auto unreadable = why_unreadable(path + "_" + key + ".csv")) {
    reason = *unreadable;
  }
  return reason + (may_be_default ? fmt::format(", or set default_{}",
                                                std::string_view(key) == "memory" ? "memory" : "duration")
                                  : "");
}

void check_azure(const AzureTraceSpec& spec, const Node& node, Reader& reader) {
  const bool has_prefix = reader.given(reader.path_of("path")) != nullptr;
  if (reader.given(reader.path_of("days")) != nullptr) {
    check_azure_days(spec, "days", reader);
    return;
  }
  if (has_prefix && !spec.later_days.empty()) {
    check_azure_days(spec, "path", reader);
    return;
  }
  const std::string path = has_prefix && !spec.invocations.empty() ? given_path(node, reader) : "";
  struct Kind {
    const char* key;
    const std::string& file;
    bool has_default;
  };
  for (const Kind& kind : {Kind{"invocations", spec.invocations, false},
                           Kind{"durations", spec.durations, spec.default_duration.has_value()},
                           Kind{"memory", spec.memory, spec.default_memory.has_value()}}) {
    if (reader.given(reader.path_of(kind.key)) != nullptr) {
      check_file(kind.file, kind.key, reader);
    } else if (has_prefix && !path.empty() &&
               (kind.file.empty() ? !kind.has_default
                                  : is_directory(kind.file) || why_unreadable(kind.file))) {
      const Place* const place = reader.given(reader.path_of("path"));
      const Reader::Step step(reader, "path");
      reader.error(*place, why_missing(path, kind.key, std::string_view(kind.key) != "invocations"));
    } else if (!has_prefix && !kind.has_default) {
      reader.error(node.place, fmt::format("the key '{}' is missing; write the path of this file, or the "
                                           "common key 'path' for all three files",
                                           kind.key));
    }
  }
}

}  // namespace

std::shared_ptr<const FieldTable<CsvTraceSpec>> csv_fields() {
  using S = CsvTraceSpec;
  auto columns = trace_table<S>();
  columns
      ->add("function", &S::function_column, column_form(true),
            "the column of function names; none: there is no such column")
      .add("tenant", &S::tenant_column, column_form(true),
           "the column of accounts; none: there is no such column")
      .add("arrival", &S::arrival_column, column_form(false), "the column of arrival times")
      .add("duration", &S::duration_column, column_form(true),
           "the column of durations; none: there is no such column")
      .add(end_column())
      .add("memory", &S::memory_column, column_form(true),
           "the column of memory sizes in MiB; none: there is no such column")
      .add_unless_default(
          "end_tenant", &S::end_tenant_column, column_form(true),
          "the column of end tenants, the customers of an account who send its requests; none: "
          "there is no such column");
  auto constants = trace_table<S>();
  constants
      ->add_unless_default("function", &S::function, text_form(),
                           "the function's name, if there is no column of functions")
      .add_unless_default("tenant", &S::tenant, text_form(), "the account, if there is no column of accounts")
      .add_unless_default("memory", &S::memory, trace_memory(),
                          "the memory size, if there is no column of memory sizes")
      .add_unless_default("duration", &S::duration, optional_form(duration_form()),
                          "the duration, if there is no column of durations");
  auto table = trace_table<S>();
  table->add(trace_format<S>("csv"))
      .add("path", &S::paths, paths_form(), "the file, with one row per invocation", Need::required)
      .add_group("columns", columns, "the names of the columns, or their numbers from 1")
      .add_group("constants", constants, "values that replace the columns that the file does not have")
      .add("time_unit", &S::time_unit_ns,
           choice_form<std::int64_t>({{"s", 1'000'000'000}, {"ms", 1'000'000}, {"us", 1'000}, {"ns", 1}}),
           "the unit of arrival, duration and end; not used for dates and times of day")
      .add("origin", &S::origin_first_row, choice_form<bool>({{"zero", false}, {"first-row", true}}),
           "which instant of the file is time zero")
      .add_unless_default(
          "header", &S::head,
          choice_form<CsvHead>(
              {{"detect", CsvHead::detect}, {"first-line", CsvHead::first_line}, {"none", CsvHead::none}}),
          "whether the first line contains the names of the columns; detect: yes, unless columns.arrival is "
          "a number and the first line has a time in this column")
      .include(&S::traits, trait_fields())
      .add(named_traits())
      .check(check_csv);
  add_adjustment(*table);
  return table;
}

std::shared_ptr<const FieldTable<AzureTraceSpec>> azure_trace_fields() {
  using S = AzureTraceSpec;
  auto table = trace_table<S>();
  table->add(trace_format<S>("azure-2019"))
      .add(azure_prefix())
      .add(azure_file("invocations", &S::invocations, "the file of counts per minute"))
      .add(azure_file("durations", &S::durations, "the file of duration percentiles"))
      .add(azure_file("memory", &S::memory, "the file of memory percentiles"))
      .add(azure_days())
      .add("functions", &S::functions, optional_form(count_form(1, kMostTraceFunctions)),
           "number of functions to read, beginning with the first")
      .add("within_minute", &S::within_minute,
           choice_form<WithinInterval>({{"uniform", WithinInterval::uniform},
                                        {"even", WithinInterval::even},
                                        {"poisson", WithinInterval::poisson}}),
           "the instant of an invocation within its minute; even: at equal distances, with an offset that "
           "depends on the function")
      .add("default_duration", &S::default_duration, optional_form(duration_form()),
           "duration of the calls of a function without a row of durations")
      .add("default_memory", &S::default_memory, optional_form(trace_memory()),
           "memory of a function without a row of memory")
      .include(&S::traits, trait_fields())
      .check(check_azure);
  add_adjustment(*table);
  return table;
}

std::shared_ptr<const FieldTable<Azure2021TraceSpec>> azure_2021_fields() {
  using S = Azure2021TraceSpec;
  auto table = trace_table<S>();
  table->add(trace_format<S>("azure-2021"))
      .add("path", &S::paths, paths_form(), "the file, with one row per invocation", Need::required)
      .add("memory", &S::memory, trace_memory(), "memory size of every function, since the trace has none",
           Need::required)
      .add("reorder", &S::reorder, duration_form(),
           "the longest time by which a row may be earlier than the latest arrival before it; such rows are "
           "sorted")
      .add("origin", &S::origin_first_arrival, choice_form<bool>({{"zero", false}, {"first-arrival", true}}),
           "which instant of the file is time zero")
      .include(&S::traits, trait_fields())
      .check([](const S& spec, const Node&, Reader& reader) { check_files(spec.paths, "path", reader); });
  add_adjustment(*table);
  return table;
}

}  // namespace curtain::config
