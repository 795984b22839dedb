using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Experiments.Parameters;
using FairExchange.Model.Catalogue;
using FairExchange.Simulation;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Reports;
using FairExchange.Tests.Applications.Service;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Verification.Verdicts;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Fuzzing;

/// <summary>A kind of input, and the command that reads it as far as it can be read without the work that follows.</summary>
/// <param name="Inputs">Good ones, and what has been found before.</param>
/// <param name="Mutate">Makes a bad one of two of them.</param>
/// <param name="Arguments">The command line; the input is in the file named.</param>
internal sealed record Target(
    string Name, ImmutableArray<byte[]> Inputs, Func<byte[], byte[], Chance, byte[]> Mutate, ImmutableArray<string> Arguments)
{
    /// <summary>Where the input lies; null where it comes on standard input, a frame after another.</summary>
    public string? File { get; init; }

    /// <summary>Whether the command goes to its end with a good input, and is not kept from work that would take long.</summary>
    public bool EndsWell =>
        Name is "replay" or "judge" or "judge certified" or "certificate show" or "certificate choose" or "serve" or "serve visible";

    public static ImmutableArray<string> Names { get; } =
    [
        "replay", "replay against another protocol", "judge", "judge certified", "certificate show", "certificate choose", "serve",
        "serve visible", "parameters", "calibration", "baseline",
        "plot", "plot provenance", "messages",
    ];

    public static Target Of(string name, TemporaryFolder folder)
    {
        var file = folder["input"];
        return name switch
        {
            "replay" => Json(["replay", file, "--suite", "symbolic"]),
            "replay against another protocol" => Json(["replay", file, "--suite", "p256", "--on", "fair-cem-named"]),
            "judge" => new(name, Evidence(folder), CborMutations.Of, ["judge", file]) { File = file },
            "judge certified" => Certified(name, folder, file),
            "certificate show" => Certificates(name, folder, file, ["certificate", "show", file, "--root", folder["root.pem"]]),
            "certificate choose" =>
                Certificates(name, folder, file,
                    ["certificate", "choose", "certified-mail", folder["Alice.pem"], file, "--root", folder["root.pem"]]),
            "serve" => Requests(name, folder, "fair-cem-signed-request"),
            "serve visible" => Requests(name, folder, "cem0-signed-request"),
            "parameters" => Text(
                [Encoding.UTF8.GetBytes("population:\n  exchanges_per_user_year: { value: 100, unit: exchanges }\n"),
                    Resource("parameters.yaml")],
                ["experiment", "run", "E6", "--params", file, "--out", folder["root.pem"]]),
            "calibration" => Text(
                [Resource("calibration.csv")], ["experiment", "run", "E6", "--calibration", file, "--out", folder["root.pem"]]),
            "baseline" => Text(
                [Encoding.UTF8.GetBytes(VerdictsCsv.Write([.. Entries.All.Take(6)
                    .Select((entry, at) =>
                        new VerdictRow(entry.Id, "fairness", "bob", 1 + (at % 2), "proved", 3, at == 0 ? 2 : null, true))]))],
                ["verify", "honest-cem", "--baseline", file, "--out", ""]),
            "plot" => Plot(name, folder, "e6-liability-summary.csv"),
            "plot provenance" => Plot(name, folder, "provenance.json"),
            "messages" => new(name, [Encoding.UTF8.GetBytes("From: Alice\r\nTo: Bob\r\n\r\nHello.\r\n"), []], Mutations.Of,
                ["simulate", "honest-cem", "--detail", "--messages", folder["mail"]])
            { File = Path.Combine(Directory.CreateDirectory(folder["mail"]).FullName, "a.eml") },
            _ => throw new ArgumentException(name, nameof(name)),
        };

        Target Json(ImmutableArray<string> arguments) => new(
            name, [.. FoundAttacks.All.Take(24).Select(TraceFile.Write), .. Found("replay")], (input, other, chance) =>
                chance.Below(4) > 0 ? JsonMutations.Of(input, other, chance) : Mutations.Of(input, other, chance), arguments)
        { File = file };

        Target Text(ImmutableArray<byte[]> inputs, ImmutableArray<string> arguments)
        {
            Issue(folder);
            return new(name, [.. inputs, .. Found(name)], Mutations.Of, arguments) { File = file };
        }
    }

    /// <summary>Runs the command on inputs: one that lies in a file, or several frames of standard input.</summary>
    public Shell Run(TemporaryFolder folder, IReadOnlyList<byte[]> inputs)
    {
        if (File is not null)
        {
            System.IO.File.WriteAllBytes(File, inputs[0]);
            return Shell.Run([.. Arguments]);
        }

        using var incoming = new MemoryStream();
        foreach (var input in inputs)
        {
            var head = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(head, input.Length);
            incoming.Write([.. head, .. input]);
        }

        incoming.Position = 0;
        foreach (var left in Directory.GetFiles(Path.GetDirectoryName(folder["store"])!, "store*"))
        {
            System.IO.File.Delete(left);
        }

        return Shell.Run(context => context with { Incoming = incoming }, [.. Arguments]);
    }

    /// <summary>What has made the program fail before (Data/fuzz).</summary>
    private static IEnumerable<byte[]> Found(string folder) => typeof(Target).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith($"fuzz/{folder}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => Bytes(typeof(Target).Assembly, name));

    private static byte[] Resource(string name) => Bytes(typeof(ParameterBook).Assembly, name);

    private static byte[] Bytes(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static ImmutableArray<byte[]> Evidence(TemporaryFolder folder)
    {
        Shell.Run("simulate", "fair-cem-named", "fair-ecs", "fair-cem-bulk-bound", "--alice", "honest", "--bob", "honest", "--exchanges",
            "1", "--evidence", folder["evidence"]);
        Shell.Run("demo", "check", "--out", folder["check"]);
        Shell.Run("demo", "sale", "--out", folder["sale"]);
        return [.. new[] { "evidence", "check",
            "sale" }.SelectMany(name => Directory.GetFiles(folder[name], "*.evidence").Order(StringComparer.Ordinal))
                .Select(System.IO.File.ReadAllBytes)];
    }

    private static void Issue(TemporaryFolder folder)
    {
        var where = Path.GetDirectoryName(folder["root.pem"])!;
        Shell.Run("certificate", "issue", where, "VPO", "--trusted-party");
        Shell.Run("certificate", "issue", where, "Alice", "--recognises", "VPO", "--for", "certified-mail=VPO,Fed");
        Shell.Run("certificate", "issue", where, "Bob", "--recognises", "VPO,Fed");
    }

    private static Target Certified(string name, TemporaryFolder folder, string file)
    {
        Issue(folder);
        Shell.Run("demo", "check", "--certified", Path.GetDirectoryName(folder["root.pem"])!, "--out", folder["check"]);
        return new(
            name, [.. Directory.GetFiles(folder["check"], "*.evidence").Order(StringComparer.Ordinal).Select(System.IO.File.ReadAllBytes)],
            CborMutations.Of, ["judge", file, "--root", folder["root.pem"]])
        { File = file };
    }

    private static Target Certificates(string name, TemporaryFolder folder, string file, ImmutableArray<string> arguments)
    {
        Issue(folder);
        using var key = ECDsa.Create();
        key.ImportFromPem(System.IO.File.ReadAllText(folder["root.key"]));
        var authority = ECDsa.Create(key.ExportParameters(includePrivateParameters: true));
        return new(name, [.. new[] { "Alice.pem", "Bob.pem", "VPO.pem" }.Select(which => System.IO.File.ReadAllBytes(folder[which]))],
            new DerMutations(authority).Of, arguments)
        {
            File = file,
        };
    }

    private static Target Plot(string name, TemporaryFolder folder, string which)
    {
        Shell.Run("experiment", "run", "E6", "--replications", "2", "--threads", "1", "--out", folder["run"]);
        var file = Path.Combine(folder["run"], which);
        return new(name, [System.IO.File.ReadAllBytes(file)], Mutations.Of, ["experiment", "plot", "--in", folder["run"]]) { File = file };
    }

    private static Target Requests(string name, TemporaryFolder folder, string protocol)
    {
        var served = Entries.All.Single(entry => entry.Id == protocol);
        var principals = Principals.Of("p256", 1, Exchange.Names.Append(served.TrustedParties.Single().Name.Symbol));
        ImmutableArray<byte[]> sent = [.. CrashingExchange.Play(
            served, principals, () => new Life(principals, served, folder["store"], new Fuse(int.MaxValue)), "A2").Requests];
        return new(name, sent, CborMutations.Of,
            ["serve", "--protocol", protocol, "--store", folder["store"], "--at-cost", "5", "--insecure-seed", "1"]);
    }
}
