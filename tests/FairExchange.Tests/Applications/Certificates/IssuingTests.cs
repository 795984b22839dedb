using FairExchange.Applications.Certificates;

namespace FairExchange.Tests.Applications.Certificates;

public class IssuingTests
{
    [Theory]
    [MemberData(nameof(CertifiedWorld.Suites), MemberType = typeof(CertifiedWorld))]
    public void Whoever_has_not_both_private_keys_gets_no_certificate(string suite)
    {
        var world = CertifiedWorld.Of(suite);
        var (trudy, bob) = (world.KeysOf("Trudy"), world.KeysOf("Bob"));
        // Bob's verification key under Trudy's name: what Bob signs would be hers. Bob's encryption key: she has not decrypted the
        // challenge.
        foreach (var stolen in new[] { bob with { Name = "Trudy", Decryption = trudy.Decryption },
            bob with { Name = "Trudy", Signing = trudy.Signing } })
        {
            var application = CertificateApplication.Of(world.Suite, stolen, RecognisedParties.Nobody);
            var challenge = PossessionChallenge.Of(application);
            var answer = PossessionChallenge.Answer(application, trudy, challenge.Ciphertext.Span) ?? trudy.Signing.Sign([], []);

            Assert.Null(world.Root.TryIssue(challenge, answer, CertifiedWorld.Begin, CertifiedWorld.End, out var refusal));
            Assert.IsType<CertificateRefusal.NoPossession>(refusal);
        }
    }

    /// <summary>Nor does an answer serve for another challenge, another list of trusted parties, or the same list made critical.</summary>
    [Fact]
    public void An_answer_speaks_of_one_application_and_one_challenge()
    {
        var world = CertifiedWorld.Of("p256");
        var application = world.Application("Alice", CertifiedWorld.Those("CitiCorp"));
        var challenge = PossessionChallenge.Of(application);
        var answer = PossessionChallenge.Answer(application, world.KeysOf("Alice"), challenge.Ciphertext.Span)!;
        Assert.True(challenge.IsAnsweredBy(answer));
        Assert.False(PossessionChallenge.Of(application).IsAnsweredBy(answer));
        foreach (var other in new[]
        {
            application with { Recognised = CertifiedWorld.Those("CitiCorp", "Mallory") },
            application with { Recognised = application.Recognised with { Only = true } },
            application with { Subject = application.Subject with { IsTrustedParty = true } },
            application with { Name = "Bob" },
        })
        {
            Assert.False(challenge.IsAnsweredBy(PossessionChallenge.Answer(other, world.KeysOf("Alice"), challenge.Ciphertext.Span)));
        }
    }

    [Fact]
    public void An_authority_comes_back_from_its_files_and_from_no_others()
    {
        var world = CertifiedWorld.Of("p256");
        using var again = CertificateAuthority.TryReadRoot(world.Root.ToPem(), world.Root.KeyToPem());
        Assert.NotNull(again);
        Assert.Null(world.Refusal(world.Chain("Alice", by: again)));
        Assert.Null(CertificateAuthority.TryReadRoot(world.Root.ToPem(), world.Foreign.KeyToPem()));
        Assert.Null(CertificateAuthority.TryReadRoot(world.Root.ToPem(), ""));
        Assert.Null(CertificateAuthority.TryReadRoot("", world.Root.KeyToPem()));
        Assert.Null(CertificateAuthority.TryReadRoot(world.Chain("Alice").ToPem(), world.Root.KeyToPem()));
    }
}
