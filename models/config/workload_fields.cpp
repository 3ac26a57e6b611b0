#include "models/config/workload_fields.hpp"

#include <functional>
#include <memory>

#include "models/config/distribution_form.hpp"
#include "models/config/field_table.hpp"
#include "models/config/files.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

constexpr std::uint32_t kMostFunctions = 10'000'000;
constexpr std::uint32_t kMostRetries = 1'000;

template <class T>
std::shared_ptr<FieldTable<T>> table_of() {
  return std::make_shared<FieldTable<T>>();
}

std::shared_ptr<const FieldTable<FunctionTraits>> traits() {
  using T = FunctionTraits;
  auto table = table_of<T>();
  table
      ->add("timeout", &T::timeout, duration_form(Duration{1}, {"never", "forever"}),
            "an execution is cut off after this")
      .add("requests_per_instance", &T::requests_per_instance, count_form(1, kUnlimited - 1),
           "requests that one instance takes at once")
      .add("max_instances", &T::max_instances, limit_form(1), "live instances a function may have")
      .add("concurrency_limit", &T::concurrency_limit, limit_form(0),
           "invocations of a function that may be in flight (reserved concurrency)")
      .add("provisioned", &T::provisioned, count_form(0, kUnlimited - 1),
           "instances that the provisioned pre-warm policy keeps ready")
      .add("crash_retries", &T::crash_retries, count_form(0, kMostRetries),
           "times an invocation killed by a crash is tried again")
      .add("init", &T::init, optional_form(time_distribution_form()),
           "replaces the platform's function_init for these functions");
  return table;
}

FormPtr<Mebibytes> memory() {
  return memory_form(1);
}

std::shared_ptr<const FieldTable<PoissonSpec>> poisson() {
  using S = PoissonSpec;
  auto table = table_of<S>();
  table->add("tenant", &S::tenant, text_form(), "the account that owns the function")
      .add("function", &S::function, text_form(), "the function's name", Need::required)
      .add("rate", &S::rate, rate_form(), "arrivals, such as 20/s", Need::required)
      .add("duration", &S::duration, time_distribution_form(), "execution, such as 120ms", Need::required)
      .add("memory", &S::memory, memory(), "memory of an instance")
      .include(&S::traits, traits());
  return table;
}

std::shared_ptr<const FieldTable<PopulationSpec>> population() {
  using S = PopulationSpec;
  S defaults;
  defaults.memory = sim::Distribution::constant(128);
  auto table = std::make_shared<FieldTable<S>>(Layers::one, std::move(defaults));
  table->add("tenant", &S::tenant, text_form(), "the account; with several, each has a number behind this")
      .add("tenants", &S::tenants, count_form(1, kMostFunctions), "accounts, dealt the functions in turn")
      .add("prefix", &S::prefix, text_form(), "functions are named <prefix>-<number>")
      .add("functions", &S::functions, count_form(1, kMostFunctions), "how many functions", Need::required)
      .add("rate", &S::rate, rate_form(), "arrivals of all functions together, such as 20/s", Need::required)
      .add("zipf_exponent", &S::zipf_exponent, number_form(0, 20),
           "how unequal the functions' rates are; 0: equal")
      .add("duration", &S::duration, time_distribution_form(), "execution, such as 120ms", Need::required)
      .add("memory", &S::memory, memory_distribution_form(), "memory of an instance, drawn once a function")
      .include(&S::traits, traits());
  return table;
}

std::shared_ptr<const FieldTable<AzureLikeSpec>> azure_like() {
  using S = AzureLikeSpec;
  auto table = table_of<S>();
  table->add("tenant", &S::tenant, text_form(), "the account that owns the functions")
      .add("functions", &S::functions, count_form(1, kMostFunctions), "how many functions")
      .add("tenants", &S::tenants, count_form(0, kMostFunctions),
           "accounts that the applications are dealt to in turn; 0 stands for one each")
      .add("scale", &S::scale, number_form(1e-9, 1e9), "multiplies every rate")
      .add("max_rate", &S::max_rate, number_form(1e-9, 1e9),
           "a function's rate is held at this many a second")
      .include(&S::traits, traits());
  return table;
}

/// A key that says which table it stands in: read to be checked, always written.
template <class T>
Field<T> fixed_word(const std::string& name, const std::string& word, const std::string& description) {
  Field<T> field{name, description, Need::required, {}, {}, {}, {}};
  field.read = [](const Node&, Reader&, T&) {};
  field.write = [word](const T&) -> std::optional<Node> { return Node::word(word); };
  field.schema = [word] { return std::move(Node::mapping().set("const", Node::string(word))); };
  return field;
}
constexpr const char* kFormat = "how the file is written: csv or azure-2019";

void check_file(const std::string& path, const char* key, Reader& reader) {
  const Place* place = reader.given(reader.path_of(key));
  if (path.empty() || place == nullptr) {
    return;
  }
  if (const auto reason = why_unreadable(path)) {
    const Reader::Step step(reader, key);
    reader.error(*place, *reason);
  }
}

/// A constant stands for a column: it is needed without it and forbidden beside it.
void check_constant(const char* key, bool has_column, bool is_needed, const Node& node, Reader& reader) {
  const Reader::Step step(reader, "constants");
  const Place* given = reader.given(reader.path_of(key));
  if (has_column && given != nullptr) {
    const Reader::Step inner(reader, key);
    reader.error(*given, fmt::format("contradicts columns.{}, which is read; set that to none", key));
  } else if (!has_column && is_needed && given == nullptr) {
    reader.error(node.place,
                 fmt::format("the key '{}' is missing: no column says it, so a constant is needed", key));
  }
}

void check_csv(const CsvTraceSpec& spec, const Node& node, Reader& reader) {
  check_file(spec.path, "path", reader);
  if (!spec.duration_column.empty() && !spec.end_column.empty()) {
    const Place* place = reader.given(reader.path_of("columns.end"));
    reader.error(place == nullptr ? node.place : *place,
                 "columns.duration and columns.end contradict each other; set one to none");
  }
  check_constant("function", !spec.function_column.empty(), false, node, reader);
  check_constant("tenant", !spec.tenant_column.empty(), false, node, reader);
  check_constant("memory", !spec.memory_column.empty(), false, node, reader);
  check_constant("duration", !spec.duration_column.empty() || !spec.end_column.empty(), true, node, reader);
}

/// The column of end times: where it is given and the column of durations is not, that one is unused.
Field<CsvTraceSpec> end_column() {
  Field<CsvTraceSpec> field{
      "end", "the column of end times, in place of a duration, or none", Need::optional, {}, {}, {}, {}};
  const FormPtr<std::string> form = text_or_none_form();
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

std::shared_ptr<const FieldTable<CsvTraceSpec>> csv() {
  using S = CsvTraceSpec;
  auto columns = table_of<S>();
  columns->add("function", &S::function_column, text_or_none_form(), "the column of function names, or none")
      .add("tenant", &S::tenant_column, text_or_none_form(), "the column of accounts, or none")
      .add("arrival", &S::arrival_column, text_form(), "the column of arrival times")
      .add("duration", &S::duration_column, text_or_none_form(), "the column of durations, or none")
      .add(end_column())
      .add("memory", &S::memory_column, text_or_none_form(), "the column of memory sizes in MiB, or none");
  auto constants = table_of<S>();
  constants
      ->add_unless_default("function", &S::function, text_form(),
                           "the function, if there is no column for it")
      .add_unless_default("tenant", &S::tenant, text_form(), "the account, if there is no column for it")
      .add_unless_default("memory", &S::memory, memory(), "the memory, if there is no column for it")
      .add_unless_default("duration", &S::duration, optional_form(duration_form()),
                          "the execution, if there is no column for it");
  auto table = table_of<S>();
  table->add(fixed_word<S>("format", "csv", kFormat))
      .add("path", &S::path, path_form(), "the file, one row an invocation", Need::required)
      .add_group("columns", columns, "the names of the columns")
      .add_group("constants", constants, "what stands for columns that are not there")
      .add("time_unit", &S::time_unit_ns,
           choice_form<std::int64_t>({{"s", 1'000'000'000}, {"ms", 1'000'000}, {"us", 1'000}, {"ns", 1}}),
           "the unit of arrival, duration and end")
      .add("origin", &S::origin_first_row, choice_form<bool>({{"zero", false}, {"first-row", true}}),
           "which instant of the file is time zero")
      .include(&S::traits, traits())
      .check(check_csv);
  return table;
}

/// `path: PREFIX` stands for the three files of a day.
Field<AzureTraceSpec> azure_prefix() {
  Field<AzureTraceSpec> field{"path",
                              "stands for <path>_invocations.csv, <path>_durations.csv and <path>_memory.csv",
                              Need::optional,
                              {},
                              {},
                              {},
                              {}};
  field.read = [](const Node& node, Reader& reader, AzureTraceSpec& spec) {
    std::string prefix;
    path_form()->read(node, reader, prefix);
    if (!prefix.empty()) {
      spec.invocations = prefix + "_invocations.csv";
      spec.durations = prefix + "_durations.csv";
      spec.memory = prefix + "_memory.csv";
    }
  };
  field.write = [](const AzureTraceSpec&) -> std::optional<Node> { return std::nullopt; };
  field.schema = [] { return path_form()->schema(); };
  return field;
}

void check_azure(const AzureTraceSpec& spec, const Node& node, Reader& reader) {
  const bool has_prefix = reader.given(reader.path_of("path")) != nullptr;
  for (const auto& [key, path] : {std::pair<const char*, const std::string&>{"invocations", spec.invocations},
                                  std::pair<const char*, const std::string&>{"durations", spec.durations},
                                  std::pair<const char*, const std::string&>{"memory", spec.memory}}) {
    if (reader.given(reader.path_of(key)) != nullptr) {
      check_file(path, key, reader);
    } else if (has_prefix) {
      check_file(path, "path", reader);
    } else {
      reader.error(node.place,
                   fmt::format("the key '{}' is missing: its path, or a common path for all three", key));
    }
  }
}

std::shared_ptr<const FieldTable<AzureTraceSpec>> azure_trace() {
  using S = AzureTraceSpec;
  auto table = table_of<S>();
  table->add(fixed_word<S>("format", "azure-2019", kFormat))
      .add(azure_prefix())
      .add("invocations", &S::invocations, path_form(), "the file of counts a minute")
      .add("durations", &S::durations, path_form(), "the file of duration percentiles")
      .add("memory", &S::memory, path_form(), "the file of memory percentiles")
      .add("functions", &S::functions, optional_form(count_form(1, kMostFunctions)),
           "only the first so many functions")
      .add("within_minute", &S::within_minute,
           choice_form<WithinMinute>({{"uniform", WithinMinute::uniform},
                                      {"even", WithinMinute::even},
                                      {"poisson", WithinMinute::poisson}}),
           "where inside its minute an invocation falls")
      .add("default_duration", &S::default_duration, optional_form(duration_form()),
           "for a function without a row of durations")
      .add("default_memory", &S::default_memory, optional_form(memory()),
           "for a function without a row of memory")
      .include(&S::traits, traits())
      .check(check_azure);
  return table;
}

/// A kind of entry, with its table behind the types that the variant needs.
struct Kind {
  std::string name;
  std::string format;  ///< traces only
  std::function<void(const Node&, Reader&, WorkloadSpec&)> read;
  std::function<std::optional<Node>(const WorkloadSpec&)> write;  ///< nothing: not of this kind
  std::function<Node()> schema;
};

template <class S>
Kind kind_of(const char* name, const char* format, std::shared_ptr<const FieldTable<S>> table) {
  Kind kind{name, format, {}, {}, {}};
  kind.read = [table](const Node& node, Reader& reader, WorkloadSpec& value) {
    S spec = table->defaults();
    table->read(node, reader, spec);
    if (node.kind == Node::Kind::mapping) {
      table->check_given(reader, node.place);
    }
    value = std::move(spec);
  };
  kind.write = [table](const WorkloadSpec& value) -> std::optional<Node> {
    const S* spec = std::get_if<S>(&value);
    return spec == nullptr ? std::nullopt : std::optional<Node>(table->write(*spec));
  };
  kind.schema = [table] { return table->schema(); };
  return kind;
}

const std::vector<Kind>& workload_kinds() {
  static const std::vector<Kind> kinds = {
      kind_of("poisson", "", poisson()), kind_of("population", "", population()),
      kind_of("azure-like", "", azure_like()), kind_of("trace", "csv", csv()),
      kind_of("trace", "azure-2019", azure_trace())};
  return kinds;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const Kind& kind : workload_kinds()) {
    if (names.empty() || names.back() != kind.name) {
      names.push_back(kind.name);
    }
  }
  return names;
}

class WorkloadForm : public Form<WorkloadSpec> {
 public:
  void read(const Node& node, Reader& reader, WorkloadSpec& value) const override {
    const std::vector<std::string> names = kind_names();
    if (node.kind != Node::Kind::mapping || node.entries.size() != 1) {
      reader.error(node.place,
                   fmt::format("expected one kind of workload ({}), found {}", comma_list(names),
                               node.entries.size() > 1 ? comma_list(node.keys()) : node.describe()));
      return;
    }
    const Node::Entry& entry = node.entries.front();
    std::vector<const Kind*> kinds;
    for (const Kind& kind : workload_kinds()) {
      if (kind.name == entry.key) {
        kinds.push_back(&kind);
      }
    }
    if (kinds.empty()) {
      reader.error(entry.key_place,
                   fmt::format("unknown kind of workload {}; allowed: {}{}", quote(entry.key),
                               comma_list(names), did_you_mean(entry.key, names)));
      return;
    }
    const Reader::Step step(reader, entry.key);
    const Kind* kind = kinds.size() == 1 ? kinds.front() : by_format(kinds, entry, reader);
    if (kind != nullptr) {
      kind->read(entry.value, reader, value);
    }
  }

  [[nodiscard]] Node write(const WorkloadSpec& value) const override {
    Node node = Node::mapping();
    for (const Kind& kind : workload_kinds()) {
      if (std::optional<Node> written = kind.write(value)) {
        node.set(kind.name, std::move(*written));
      }
    }
    return node;
  }

  [[nodiscard]] Node schema() const override {
    Node properties = Node::mapping();
    for (const Kind& kind : workload_kinds()) {
      if (Node* before = properties.find(kind.name)) {
        *before = schema_either(std::move(*before), kind.schema());
      } else {
        properties.set(kind.name, kind.schema());
      }
    }
    Node schema = Node::mapping();
    schema.set("type", Node::string("object")).set("properties", std::move(properties));
    schema.set("additionalProperties", Node::literal("false"));
    schema.set("minProperties", Node::literal("1")).set("maxProperties", Node::literal("1"));
    return schema;
  }

 private:
  static const Kind* by_format(const std::vector<const Kind*>& kinds, const Node::Entry& entry,
                               Reader& reader) {
    std::vector<std::string> formats;
    for (const Kind* kind : kinds) {
      formats.push_back(kind->format);
    }
    const Node* format = entry.value.find("format");
    if (entry.value.kind != Node::Kind::mapping || format == nullptr) {
      reader.error(entry.value.kind == Node::Kind::null ? entry.key_place : entry.value.place,
                   fmt::format("the key 'format' is missing: {}", one_of(formats)));
      return nullptr;
    }
    const Reader::Step step(reader, "format");
    const auto position = read_choice(*format, reader, formats);
    return position ? kinds[*position] : nullptr;
  }
};

}  // namespace

FormPtr<WorkloadSpec> workload_form() {
  static const auto form = std::make_shared<WorkloadForm>();
  return form;
}

}  // namespace curtain::config
