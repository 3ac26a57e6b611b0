#pragma once
// Headers that are parsed once for all targets with the same options, instead of once for each source
// (CMakeLists.txt). Sources still include the headers that they use. This file only speeds up the build, and
// the tree compiles without it.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
