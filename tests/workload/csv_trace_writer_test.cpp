#include "models/workload/csv_trace_writer.hpp"

#include <stdexcept>

#include "tests/catch.hpp"
#include "tests/support/memory_texts.hpp"

using namespace curtain;

namespace {

Arrival written_call(std::int64_t at, std::int64_t duration, std::uint32_t function) {
  return {Time{at}, Duration{duration}, FunctionId(function)};
}

}  // namespace

TEST_CASE("an arrival is written as a row with function, tenant, exact times and memory") {
  FunctionTable table;
  table.function(table.tenant("acme"), "plain", 128, {});
  table.function(table.tenant("a,b"), "with \"quotes\"", 3008, {});
  support::MemoryTexts texts;
  for (const bool has_tenants : {false, true}) {
    const auto out = texts.open(has_tenants ? "with" : "without");
    CsvTraceWriter rows(*out, table, has_tenants);
    rows.write(written_call(0, 1, 0));
    rows.write(written_call(1'500'000'000, 2'000'000'000, 1));
    rows.write(written_call(1'500'000'000, 0, 0));
    out->commit();
  }
  CHECK(texts["without"] ==
        "function_id,arrival_s,duration_s,memory_mb\n"
        "plain,0,0.000000001,128\n"
        "\"with \"\"quotes\"\"\",1.5,2,3008\n"
        "plain,1.5,0,128\n");
  CHECK(texts["with"] ==
        "function_id,tenant,arrival_s,duration_s,memory_mb\n"
        "plain,acme,0,0.000000001,128\n"
        "\"with \"\"quotes\"\"\",\"a,b\",1.5,2,3008\n"
        "plain,acme,1.5,0,128\n");
}

TEST_CASE("a name that a csv trace cannot contain is refused at its first call") {
  FunctionTable table;
  table.function(table.tenant("t"), "good", 128, {});
  table.function(table.tenant("t"), "", 128, {});  // the table refuses other impossible names
  table.function(table.tenant(""), "of no tenant", 128, {});
  support::MemoryTexts texts;
  const auto out = texts.open("rows");
  CsvTraceWriter rows(*out, table, true);
  rows.write(written_call(0, 1, 0));
  CHECK_THROWS_WITH(rows.write(written_call(1, 1, 1)),
                    "a csv trace cannot contain the empty name \"\"; rename the function or the tenant");
  CHECK_THROWS_AS(rows.write(written_call(1, 1, 2)), std::invalid_argument);
}
