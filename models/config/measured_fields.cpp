#include "models/config/measured_fields.hpp"

#include "models/config/distribution_form.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/trace_paths.hpp"
#include "models/config/trait_fields.hpp"

namespace curtain::config {

std::shared_ptr<const FieldTable<MeasuredSpec>> measured_fields() {
  using S = MeasuredSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add_unless_default(
          "path", &S::paths, paths_form(),
          "the measured logs, each of which is a run of its own; curtain validate --measured "
          "replaces them")
      .add("tenant", &S::tenant, text_form(), "the account that owns the functions")
      .add_unless_default("function", &S::function, text_form(),
                          "the name of the function, if all calls are of one function; default: the name in "
                          "the log")
      .add_unless_default("memory", &S::memory, optional_form(memory_form(1)),
                          "memory size of an instance; default: the size in the log")
      .add_unless_default("duration", &S::duration, optional_form(time_distribution_form()),
                          "duration of an execution, such as 120ms; default: the durations in the log")
      .add_unless_default("shift", &S::shift, duration_form(), "time of the first call, such as 10s")
      .include(&S::traits, trait_fields())
      .check([](const S& spec, const Node&, Reader& reader) { check_files(spec.paths, "path", reader); });
  return table;
}

}  // namespace curtain::config
