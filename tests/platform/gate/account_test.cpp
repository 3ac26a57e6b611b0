#include "models/platform/gate/account.hpp"

#include "models/platform/gate/reservation.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Functions 0 and 1 belong to tenant 0, and function 2 belongs to tenant 1. Each account has a concurrency
/// of 100, of which 10 stay unreserved.
struct AccountAlone {
  AccountAlone() : account(rows, AccountConcurrency{100, 10}) {
    rows.functions.resize(3);
    rows.functions[2].tenant = 1;
    rows.tenants.resize(2);
  }
  static FunctionSpec spec(std::uint32_t tenant, std::optional<std::uint32_t> reserved) {
    FunctionSpec made;
    made.name = "f";
    made.tenant = TenantId{tenant};
    made.traits.reserved_concurrency = reserved;
    return made;
  }
  void enter(std::uint32_t function) {
    ++rows.functions[function].in_flight;
    ++rows.tenants[rows.functions[function].tenant].in_flight;
    account.entered(function);
  }
  void leave(std::uint32_t function) {
    account.leaves(function);
    --rows.functions[function].in_flight;
    --rows.tenants[rows.functions[function].tenant].in_flight;
  }
  /// Returns the data about the function in the query of an admission policy.
  [[nodiscard]] AdmissionQuery view(std::uint32_t function) const {
    AdmissionQuery query{};
    query.tenant_shared = rows.tenants[rows.functions[function].tenant].in_flight;
    account.show(function, query);
    return query;
  }
  Rows rows;
  Account account;
};

}  // namespace

TEST_CASE("a function uses its reserved concurrency first, and then the shared concurrency of the account") {
  AccountAlone alone;
  CHECK(alone.account.promise(0, AccountAlone::spec(0, 2), 0, "t"));
  CHECK_FALSE(alone.account.promise(1, AccountAlone::spec(0, {}), 0, "t"));
  CHECK(alone.account.sets_aside(0));
  CHECK_FALSE(alone.account.sets_aside(1));
  for (int i = 0; i < 3; ++i) {
    alone.enter(0);
  }
  alone.enter(1);
  const AdmissionQuery of_other = alone.view(1);
  CHECK(of_other.set_aside == 0);
  CHECK(of_other.tenant_set_aside == 2);
  CHECK(of_other.tenant_shared == 2);  // two of the four invocations are within the reserved concurrency of
                                       // function 0
  CHECK(alone.view(0).is_reserved);
  CHECK(alone.view(0).set_aside == 2);
  alone.leave(0);
  CHECK(alone.view(1).tenant_shared == 1);
  alone.leave(0);
  CHECK(alone.view(1).tenant_shared == 1);
  CHECK(alone.view(2).tenant_shared == 0);
  CHECK(alone.view(2).tenant_set_aside == 0);
}

TEST_CASE(
    "provisioned concurrency is set aside while it exists, unless the function has reserved concurrency") {
  AccountAlone alone;
  CHECK(alone.account.promise(0, AccountAlone::spec(0, {}), 5, "t"));
  CHECK(alone.account.promise(1, AccountAlone::spec(0, 7), 5, "t"));
  CHECK(alone.view(0).tenant_set_aside == 7);
  alone.enter(0);
  CHECK(alone.view(0).tenant_shared == 1);
  CHECK(alone.account.provision(0, 3));
  CHECK_FALSE(alone.account.provision(0, 3));
  CHECK_FALSE(alone.account.provision(1, 3));
  CHECK_FALSE(alone.account.provision(2, 3));
  CHECK(alone.view(0).tenant_set_aside == 10);
  CHECK(alone.view(0).tenant_shared == 0);
  CHECK(alone.account.provision(0, 0));
  CHECK(alone.view(0).tenant_shared == 1);
}

TEST_CASE("the concurrency promised by an account does not exceed the account's concurrency") {
  AccountAlone alone;
  CHECK(alone.account.promise(0, AccountAlone::spec(0, 60), 0, "t"));
  CHECK(alone.account.promise(2, AccountAlone::spec(1, 90), 0, "u"));
  CHECK_THROWS_AS(alone.account.promise(1, AccountAlone::spec(0, 31), 0, "t"), ReservationError);
  Account none(alone.rows, {});
  CHECK_THROWS_AS(none.promise(0, AccountAlone::spec(0, 1), 0, "t"), ReservationError);
  CHECK_FALSE(none.promise(0, AccountAlone::spec(0, {}), 5, "t"));
}
