#include "models/workload/arrival.hpp"
#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;

TEST_CASE("a function table numbers tenants and functions in order of first mention") {
  FunctionTable table;
  const TenantId shop = table.tenant("shop");
  const TenantId bank = table.tenant("bank");
  CHECK(shop == TenantId(0u));
  CHECK(bank == TenantId(1u));
  CHECK(table.tenant("shop") == shop);
  const FunctionId checkout = table.function(shop, "checkout", 256, {});
  const FunctionId same_name = table.function(bank, "checkout", 512, {});
  CHECK(checkout == FunctionId(0u));
  CHECK(same_name == FunctionId(1u));
  CHECK(table.function(shop, "checkout", 256, {}) == checkout);
  CHECK(table.size() == 2);
  CHECK(table.tenant_count() == 2);
  CHECK(table[same_name].tenant == bank);
  CHECK(table[same_name].name == "checkout");
  CHECK(table[same_name].memory == 512);
  CHECK(table.tenant_name(bank) == "bank");
}

TEST_CASE("names with a common beginning are distinguished, and names that are not UTF-8 are refused") {
  FunctionTable table;
  const TenantId tenant = table.tenant("a\xC3\xA9");
  CHECK(table.tenant("a") != tenant);
  CHECK(table.function(tenant, "", 1, {}) != table.function(tenant, "\xC3\xA9", 1, {}));
  CHECK(table.size() == 2);
  CHECK(error_of<TraceError>([&] { table.tenant(std::string_view("a\0b", 3)); }) ==
        "the name of a tenant, 'a\\x00b', is not UTF-8 text without control characters");
  CHECK(error_of<TraceError>([&] { table.function(tenant, "\xFF", 1, {}); }) ==
        "the name of a function, '\\xff', is not UTF-8 text without control characters");
}

TEST_CASE("the descriptions of one function must agree") {
  FunctionTable table;
  const TenantId shop = table.tenant("shop");
  FunctionTraits traits;
  table.function(shop, "f", 128, traits);
  const auto told = [&](Mebibytes memory) {
    return error_of<std::invalid_argument>([&] { table.function(shop, "f", memory, traits); });
  };
  const std::string head = "function \"f\" of tenant \"shop\" is described twice with a difference: ";
  const std::string tail = "; all descriptions of a function must agree";
  CHECK(told(128).empty());
  CHECK(told(256) == head + "its memory was 128 MiB, now 256 MiB" + tail);
  traits.timeout = sim::seconds(3);
  CHECK(told(128) == head + "its timeout was infinite, now 3 s" + tail);
  traits = {};
  traits.requests_per_instance = 8;
  CHECK(told(128) == head + "its requests_per_instance was 1, now 8" + tail);
  traits = {};
  traits.max_instances = 5;
  CHECK(told(128) == head + "its max_instances was unlimited, now 5" + tail);
  traits = {};
  traits.concurrency_limit = 7;
  CHECK(told(128) == head + "its concurrency_limit was unlimited, now 7" + tail);
  traits = {};
  traits.reserved_concurrency = 0;
  CHECK(told(128) == head + "its reserved_concurrency was none, now 0" + tail);
  traits = {};
  traits.provisioned = 2;
  CHECK(told(128) == head + "its provisioned was 0, now 2" + tail);
  traits = {};
  traits.crash_retries = 1;
  CHECK(told(128) == head + "its crash_retries was 0, now 1" + tail);
  traits = {};
  traits.error_rate = 0.25;
  CHECK(told(128) == head + "its error_rate was 0 %, now 25 %" + tail);
  traits.error_rate = 0.07;
  CHECK(told(128) == head + "its error_rate was 0 %, now 7 %" + tail);
  traits = {};
  traits.priority = 3;
  CHECK(told(128) == head + "its priority was 0, now 3" + tail);
  traits = {};
  traits.deadline = sim::seconds(4);
  CHECK(told(128) == head + "its deadline was infinite, now 4 s" + tail);
  traits = {};
  traits.init = sim::Distribution::constant(2e9);
  CHECK(told(128) == head + "its init was the profile's, now " + traits.init->to_string(1e-9) + " s" + tail);
  CHECK(table.size() == 1);
}

TEST_CASE("traits are equal if each of them is equal") {
  FunctionTraits a;
  FunctionTraits b;
  CHECK(a == b);
  a.init = sim::Distribution::exponential(1e9);
  CHECK_FALSE(a == b);
  b.init = sim::Distribution::exponential(1e9);
  CHECK(a == b);
  b.init = sim::Distribution::exponential(2e9);
  CHECK_FALSE(a == b);
}

TEST_CASE("end tenants are numbered from 1 in the order of first mention") {
  FunctionTable table;
  CHECK(table.end_tenant("acme") == 1);
  CHECK(table.end_tenant("zeta") == 2);
  CHECK(table.end_tenant("acme") == 1);
  CHECK_THROWS_AS(table.end_tenant("a\x01"), TraceError);
}
