#pragma once
// Files of sim/ and models/ without their own test file, each with the reason.
#include <vector>

#include "tests/tidy/rules.hpp"

namespace tidy {

inline const std::vector<Untested>& untested() {
  constexpr const char* abstract =
      "an abstract class and what its policies are asked; the policies are tested";
  constexpr const char* family =
      "declarations of metrics; their values are tested by tests/experiment/report_test.cpp, their texts by "
      "tests/experiment/metric_catalogue_test.cpp";
  constexpr const char* instantiation =
      "one instantiation of the engine, tested through models/platform/platform.hpp";
  static const std::vector<Untested> list{
      {"models/experiment/explain/nothing_to_explain.hpp", "an error without members"},
      {"models/experiment/recording/record.hpp", "plain data"},
      {"models/experiment/recording/recorded.hpp",
       "conversions, tested by all tests of tests/experiment/recording/recorder_test.cpp"},
      {"models/experiment/recording/recorder_platform.cpp",
       "a part of the recorder, in tests/experiment/recording/recorder_test.cpp"},
      {"models/experiment/variant_runs.cpp",
       "the runs of a comparison, tested through compare() by tests/experiment/compare_test.cpp"},
      {"models/policies/pre_warm/provisioned_schedule.cpp",
       "a floor of ScheduledLevels, tested by tests/policies/scheduled_levels_test.cpp"},
      {"models/config/plugin.cpp",
       "loads shared libraries, as the program does in tests/program/plugin_test.cpp"},
      {"models/config/population_draw.hpp",
       "one group of one field, tested in the entries that have it, by "
       "tests/config/workload_fields_test.cpp"},
      {"models/import/logged_invocation.hpp", "plain data and an abstract class"},
      {"models/config/expectation.hpp", "plain data"},
      {"models/config/standing.hpp", "an enumeration with names"},
      {"models/config/validation_case.hpp",
       "plain data, tested by tests/config/validation_case_form_test.cpp"},
      {"models/config/lesson.hpp", "plain data"},
      {"sim/mutant.hpp", "is nothing in the product; tests/mutants/run and tests/tidy hold it"},
      {"sim/precompiled.hpp", "includes of others, for the build"},
      {"models/metrics/declaration.hpp", "plain data"},
      {"models/metrics/start_stage.hpp", "an enumeration with names"},
      {"models/metrics/figures.cpp", "sums and quotients, tested by tests/experiment/breakdown_test.cpp"},
      {"models/metrics/values.hpp", family},
      {"models/metrics/families/attempts.cpp", family},
      {"models/metrics/families/billing.cpp", family},
      {"models/metrics/families/tenancy.cpp", family},
      {"models/metrics/families/fleet.cpp", family},
      {"models/metrics/families/functions.cpp", family},
      {"models/metrics/families/invocations.cpp", family},
      {"models/metrics/families/memory.cpp", family},
      {"models/metrics/families/monthly_billing.cpp", family},
      {"models/metrics/families/packing.cpp", family},
      {"models/metrics/families/provider.cpp", family},
      {"models/metrics/families/times.cpp", family},
      {"models/metrics/families/window.cpp", family},
      {"models/platform/execution/work_metrics.cpp", family},
      {"models/platform/origins/async_metrics.cpp", family},
      {"models/platform/origins/programme_metrics.cpp", family},
      {"models/platform/idling/freeze_metrics.cpp", family},
      {"models/platform/idling/updates_metrics.cpp", family},
      {"models/platform/starts/pool_metrics.cpp", family},
      {"models/platform/cell/on_calendar.cpp", instantiation},
      {"models/platform/cell/on_calendar_observed.cpp", instantiation},
      {"models/platform/cell/engine_parts.hpp", "includes the parts of the engine"},
      {"models/platform/starts/start_metrics.cpp", family},
      {"models/platform/watch/audit_starts.cpp",
       "a part of the audit, in tests/platform/starts/shared_stages_test.cpp"},
      {"models/platform/watch/audit_executions.cpp",
       "a part of the audit, in tests/platform/watch/audit_test.cpp"},
      {"models/platform/watch/audit_clients.cpp",
       "a part of the audit, in tests/platform/watch/audit_test.cpp"},
      {"models/platform/core/core_api.hpp", "an abstract class; its modules are tested"},
      {"models/platform/core/rows.hpp", "plain data"},
      {"models/policies/admission/seam.hpp", abstract},
      {"models/policies/declaration.hpp", "plain data"},
      {"models/policies/keep_alive/seam.hpp", abstract},
      {"models/policies/make.hpp", "two calls of make_unique, by which every policy that is tested is made"},
      {"models/policies/placement/scan.hpp",
       "two loops over bins, tested by every policy that looks at them"},
      {"models/policies/placement/seam.hpp", abstract},
      {"models/policies/plugin.hpp",
       "what a plugin exports; those of tests/plugins/ are loaded by tests/program/plugin_test.cpp"},
      {"models/policies/policy.hpp", "an abstract class"},
      {"models/policies/pre_warm/seam.hpp", abstract},
      {"models/policies/queueing/seam.hpp", abstract},
      {"models/policies/routing/seam.hpp", abstract},
      {"models/policies/scaling/seam.hpp", abstract},
      {"models/warning.hpp", "plain data; what it becomes is in tests/program/text/warnings_test.cpp"},
      {"models/words.hpp", "ids and constants"},
      {"models/workload/arrival.hpp",
       "plain data and an abstract class; the table's functions are function_table.cpp's"},
      {"models/workload/published_traces.hpp", "plain data"},
      {"models/workload/sources.hpp", "declares what the files of the sources define"},
      {"models/workload/specification.hpp", "plain data"},
      {"models/workload/text_output.hpp", "an abstract class"},
  };
  return list;
}

}  // namespace tidy
