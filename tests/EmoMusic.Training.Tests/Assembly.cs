// Torch's random generator and its number of threads belong to the process: tests that seed it cannot run side by side.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
