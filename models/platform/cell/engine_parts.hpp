#pragma once
// Includes the whole engine, for the files that instantiate it.
#include "models/platform/cell/course.hpp"
#include "models/platform/cell/engine.hpp"
#include "models/platform/cell/loop.hpp"
#include "models/platform/cell/outcome.hpp"
#include "models/platform/cell/setup.hpp"
