#pragma once
// The fields of the schema without an entry in schema_effects.hpp.
#include <string_view>
#include <vector>

namespace support {

/// Fields whose effect is tested elsewhere or that have none. A path that ends with a dot is a prefix.
struct Elsewhere {
  std::string_view path;
  std::string_view reason;
};

inline const std::vector<Elsewhere>& elsewhere() {
  static const std::vector<Elsewhere> list = {
      {"description", "a text for people; no number follows from it"},
      {"lesson", "a text for people; no number follows from it"},
      {"lesson.",
       "what people may try: tests/config/lesson_form_test.cpp and tests/program/commands/course_test.cpp"},
      {"billing.leaves_out", "names what a bill lacks, which reports list; no number follows from it"},
      {"expect[].", "what is expected of the results: tests/config/expectation_form_test.cpp"},
      {"cases[].", "what was measured on real platforms: tests/config/validation_case_form_test.cpp"},
      {"platform.resolved", "the name of a profile whose numbers stand in the scenario itself"},
      {"policies.host_placement.",
       "the form of policies.placement, which is below; see also host_placement's own entry"},
      {"workload[].trace.format", "chooses the reader, each of which has fields of its own"},
      {"workload[].trace.path", "one path or a list of them, which has an entry"},
      {"workload[].measured.path[]", "the paths of a list: tests/experiment/replay/log_comparison_test.cpp"},
      {"workload[].trace.days[]", "the files of a day, which have entries"},
      {"workload[].trace.functions[].",
       "the traits again, for one function: tests/workload/csv_trace_test.cpp"},
      {"policies.placement.rules.filter",
       "each word and each bound: tests/policies/placement/rules_test.cpp"},
      {"policies.placement.rules.score", "likewise"},
  };
  return list;
}

}  // namespace support
