using BenchmarkDotNet.Running;

// In this process: a project that BenchmarkDotNet generated and built would be held to this repository's build rules, lock files among
// them.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args.Except(["--inProcess", "-i"]), "--inProcess"]);
