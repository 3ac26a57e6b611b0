#include "models/policies/keep_alive/seam.hpp"

#include "tests/policies/seam_support.hpp"

using namespace support;

TEST_CASE("landlord has credit and rent, and evicts an instance without credit") {
  // One instance has a cold start of 100 ms and 100 MiB (a credit of 1 per MiB), the other 400 ms and 100 MiB
  // (4 per MiB).
  const auto landlord =
      made<KeepAlivePolicy>(policy(Seam::keep_alive, "landlord", {length(Duration::infinite())}));
  IdleInstanceView cheap{};
  cheap.instance = InstanceId{0u};
  cheap.memory = 100;
  cheap.start_up = ms(100);
  cheap.uses = 1;
  IdleInstanceView dear = cheap;
  dear.instance = InstanceId{1u};
  dear.start_up = ms(400);
  const auto use = [&](const IdleInstanceView& view) {
    landlord->on_start({view.now, view.function, view.instance, view.memory, view.start_up});
  };
  const auto goes = [&](double value) {
    landlord->on_eviction({Time{}, FunctionId{0u}, InstanceId{9u}, true, value, 0});
  };
  use(cheap);
  use(dear);
  CHECK(landlord->eviction_value(cheap) == 1);
  CHECK(landlord->eviction_value(dear) == 4);
  goes(3);  // a rent of 3 per MiB, which the busy instance with the small credit cannot pay
  CHECK(landlord->eviction_value(cheap) == 1);
  use(dear);
  CHECK(landlord->eviction_value(dear) == 7);
  goes(1);  // the unpaid rent of this instance is not returned to the others
  use(dear);
  CHECK(landlord->eviction_value(dear) == 7);
  // an expired instance causes no rent
  landlord->on_eviction({Time{}, FunctionId{0u}, InstanceId{1u}, false, 0, 0});
  IdleInstanceView ahead = cheap;
  ahead.uses = 0;  // started before its first use, in the row of a reclaimed instance
  CHECK(landlord->eviction_value(ahead) == 4);
}
