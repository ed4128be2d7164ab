// SQLite on the simulated disk: a VFS that is the process's default, so that every database of the
// product is on it. Its randomness, time and sleep are the simulation's too.
#ifndef WIJKBOEK_TESTS_SIM_VFS_H_
#define WIJKBOEK_TESTS_SIM_VFS_H_

#include <cstddef>
#include <cstdint>

namespace wijkboek::sim {

// Once in a process, before any database is opened.
void RegisterVfs();
// Each run begins with the same numbers from xRandomness.
void SeedVfs(std::uint64_t seed);
// The most files that were open at once since then.
std::size_t OpenFilesMax();

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_VFS_H_
