#pragma once
// All parts of the engine, for the files that instantiate it.
#include "models/platform/engine_billing.hpp"
#include "models/platform/engine_clients.hpp"
#include "models/platform/engine_eviction.hpp"
#include "models/platform/engine_frontend.hpp"
#include "models/platform/engine_idle.hpp"
#include "models/platform/engine_instances.hpp"
#include "models/platform/engine_loop.hpp"
#include "models/platform/engine_routing.hpp"
#include "models/platform/engine_scaling.hpp"
#include "models/platform/engine_scheduler.hpp"
#include "models/platform/engine_turns.hpp"
#include "models/platform/engine_vms.hpp"
