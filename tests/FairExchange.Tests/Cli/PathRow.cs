namespace FairExchange.Tests.Cli;

internal enum PathKind
{
    FileToRead,
    FolderToRead,
    FileToWrite,
    FolderToWrite,
}

/// <summary>Every option and argument of every command that takes a path, and a command line in which all else is right.</summary>
/// <param name="Name">The command, and how its help calls the option or argument.</param>
/// <param name="Line">In the place of {} comes the path; @ is the folder of <see cref="PathFixture"/>.</param>
internal sealed record PathRow(string Name, PathKind Kind, string Line)
{
    private const string Serve = "serve --protocol fair-cem-named --store @/new.db";

    private const string Seeded = "serve --protocol fair-cem-named --insecure-seed 1";

    public static IReadOnlyList<PathRow> All { get; } =
    [
        new("--out", PathKind.FolderToWrite, "--out {}"),
        new("--messages", PathKind.FolderToRead, "--out @/new --messages {}"),
        new("--params", PathKind.FileToRead, "--out @/new --params {}"),
        new("verify --save", PathKind.FolderToWrite, "verify honest-cem --property optimism --save {}"),
        new("verify --out", PathKind.FileToWrite, "verify honest-cem --property optimism --out {}"),
        new("verify --baseline", PathKind.FileToRead, "verify honest-cem --property optimism --baseline {}"),
        new("verify --junit", PathKind.FileToWrite, "verify honest-cem --property optimism --junit {}"),
        new("verify --latex", PathKind.FileToWrite, "verify honest-cem --property optimism --latex {}"),
        new("replay TRACE.json", PathKind.FileToRead, "replay {}"),
        new("replay --messages", PathKind.FolderToRead, "replay @/saved.trace.json --messages {}"),
        new("replay --evidence", PathKind.FileToWrite, "replay @/saved.trace.json --evidence {}"),
        new("simulate --messages", PathKind.FolderToRead, "simulate honest-cem --exchanges 1 --messages {}"),
        new("simulate --params", PathKind.FileToRead, "simulate honest-cem --exchanges 1 --params {}"),
        new("simulate --evidence", PathKind.FolderToWrite, "simulate honest-cem --exchanges 1 --evidence {}"),
        new("simulate --out", PathKind.FolderToWrite, "simulate honest-cem --exchanges 1 --out {}"),
        new("judge FILE", PathKind.FileToRead, "judge {}"),
        new("judge --root", PathKind.FileToRead, "judge @/certified/check.evidence --root {}"),
        new("judge --goods", PathKind.FileToRead, "judge @/bulk.evidence --goods {}"),
        new("judge --paid", PathKind.FileToRead, "judge @/check.evidence --paid {}"),
        new("demo check --certified", PathKind.FolderToRead, "demo check --out @/new --certified {}"),
        new("demo check --out", PathKind.FolderToWrite, "demo check --out {}"),
        new("demo notice --certified", PathKind.FolderToRead, "demo notice --out @/new --certified {}"),
        new("demo notice --out", PathKind.FolderToWrite, "demo notice --out {}"),
        new("demo notice --text", PathKind.FileToRead, "demo notice --out @/new --text {}"),
        new("demo sale --certified", PathKind.FolderToRead, "demo sale --out @/new --certified {}"),
        new("demo sale --out", PathKind.FolderToWrite, "demo sale --out {}"),
        new("demo sale --goods", PathKind.FileToRead, "demo sale --out @/new --goods {}"),
        new("cutoff --out", PathKind.FolderToWrite, "cutoff --skew 3 --delay 10 --out {}"),
        new("impossible --save", PathKind.FolderToWrite, "impossible --messages 2 --save {}"),
        new("impossible --out", PathKind.FolderToWrite, "impossible --messages 2 --out {}"),
        new("certificate issue DIR", PathKind.FolderToWrite, "certificate issue {} Alice"),
        new("certificate renew DIR", PathKind.FolderToRead, "certificate renew {} Alice"),
        new("certificate show FILE", PathKind.FileToRead, "certificate show {} --root @/root.pem"),
        new("certificate show --root", PathKind.FileToRead, "certificate show @/Alice.pem --root {}"),
        new("certificate choose SENDER", PathKind.FileToRead, "certificate choose certified-mail {} @/Bob.pem --root @/root.pem"),
        new("certificate choose RECIPIENT", PathKind.FileToRead, "certificate choose certified-mail @/Alice.pem {} --root @/root.pem"),
        new("certificate choose --root", PathKind.FileToRead, "certificate choose certified-mail @/Alice.pem @/Bob.pem --root {}"),
        new("serve --store", PathKind.FileToWrite, $"{Seeded} --store {{}}"),
        new("serve --keys", PathKind.FileToRead, $"{Serve} --certificates @ --keys {{}}"),
        new("serve --certificates", PathKind.FolderToRead, $"{Serve} --keys @/VPO.key --certificates {{}}"),
        new("serve --agreement", PathKind.FileToRead, $"{Serve} --keys @/VPO.key --agreement {{}}"),
        new("serve --root", PathKind.FileToRead, $"{Serve} --keys @/VPO.key --certificates @ --root {{}}"),
        new("serve --backup", PathKind.FileToWrite, "serve --store @/served.db --backup {}"),
        new("experiment run --params", PathKind.FileToRead, "experiment run E6 --out @/new --params {}"),
        new("experiment run --calibration", PathKind.FileToRead, "experiment run E6 --out @/new --calibration {}"),
        new("experiment run --out", PathKind.FolderToWrite, "experiment run E6 --replications 2 --out {}"),
        new("experiment plot --in", PathKind.FolderToRead, "experiment plot --in {}"),
        new("page --in", PathKind.FolderToRead, "page --in {}"),
        new("experiment calibrate --out", PathKind.FileToWrite, "experiment calibrate --exchanges 1 --out {}"),
    ];

    public static PathRow Of(string name) => All.Single(row => row.Name == name);

    public string[] Words(PathFixture fixture, string path) =>
        [.. Line.Split(' ').Select(word => word == "{}" ? path : word.StartsWith('@') ? Path.Join(fixture.Folder, word[1..]) : word)];
}
