#pragma once
// Headers that are parsed once for all tests, instead of once for each source; see sim/precompiled.hpp.
#include "sim/precompiled.hpp"
#include "tests/catch.hpp"
