#include "models/platform/origins/client_timeout.hpp"

namespace curtain {

void ClientTimeout::watch(std::uint32_t request) {
  const Rows& rows = core_.rows();
  const Request& row = rows.requests[request];
  if (!row.is_abandoned) {
    core_.schedule<ClientLeaves>(leaves_at(row.arrival), request, rows.requests.generation(request));
  }
}

void ClientTimeout::leaves(std::uint32_t request, Time) {
  core_.abandon(request);
}

}  // namespace curtain
