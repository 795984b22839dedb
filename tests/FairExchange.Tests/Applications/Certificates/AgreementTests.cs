using FairExchange.Applications.Certificates;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Runtime;
using FsCheck;
using FsCheck.Fluent;

namespace FairExchange.Tests.Applications.Certificates;

public class AgreementTests
{
    private const string Mail = Transaction.CertifiedMail;

    private static readonly Protocol FairCem = World.Entry("fair-cem-named");

    private static readonly CertifiedWorld P256 = CertifiedWorld.Of("p256");

    /// <summary>
    /// Nobody's keys come from anywhere but certificates; the trusted party is whoever was chosen, and the judge is convinced by the file
    /// alone and its own roots.
    /// </summary>
    [Theory]
    [MemberData(nameof(World.EntriesAndSuites), MemberType = typeof(World))]
    public void Every_protocol_runs_by_certificates_alone(string id, string suite)
    {
        var (world, protocol) = (CertifiedWorld.Of(suite), World.Entry(id));
        var agreement = CertifiedRun.Agree(world);
        var run = CertifiedRun.Of(protocol, agreement, agreement, agreement, world);

        foreach (var session in new[] { run.Alice, run.Bob })
        {
            Assert.True(session.IsFinished);
            var item = protocol.ItemOf(session.Role);
            Assert.True(session.Holdings.Hold(item, World.DealOf(session)));
            if (item.IsEvidence)
            {
                var bytes = new CertifiedEvidence(agreement, CertifiedRun.EvidenceOf(session, agreement, run.Goods)).Write();
                var read = CertifiedEvidence.TryRead(bytes, world.Trust, _ => protocol, out var problem);
                Assert.Null(problem);
                Assert.NotNull(read!.TryVerify(out _, run.Goods));
                Assert.Equal(bytes, read.Write());
            }
        }
    }

    [Theory]
    [MemberData(nameof(CertifiedWorld.Suites), MemberType = typeof(CertifiedWorld))]
    public void The_chosen_trusted_party_resolves_under_its_own_name(string suite)
    {
        var world = CertifiedWorld.Of(suite);
        var agreement = CertifiedRun.Agree(world);
        var run = CertifiedRun.Of(FairCem, agreement, agreement, agreement, world, lost: "A2");

        Assert.Contains("Bob sends B2 to CitiCorp", run.Log);
        Assert.Contains("CitiCorp sends VPO1 to Bob", run.Log);
        Assert.True(run.Bob.IsFinished);
        var shown = new CertifiedEvidence(agreement, CertifiedRun.EvidenceOf(run.Alice, agreement)).TryVerify(out _);
        Assert.Equal("Bob received message [26 bytes …2031322e] from Alice", shown?.Statement);
    }

    /// <summary>
    /// The channel shows Alice an older certificate of Bob's, still valid, whose longer list puts another trusted party first. Each end
    /// makes a right agreement, and not the same: Alice does not take Bob's signature for a receipt and reveals nothing; nor does either
    /// trusted party open what was made under the other agreement.
    /// </summary>
    [Theory]
    [MemberData(nameof(CertifiedWorld.Suites), MemberType = typeof(CertifiedWorld))]
    public void An_older_certificate_shown_to_one_end_ends_the_exchange_before_anything_is_revealed(string suite)
    {
        var world = CertifiedWorld.Of(suite);
        var alice = world.Certify("Alice", CertifiedWorld.Those("CitiCorp", "Federal Reserve"));
        var (older, newer) = (world.Certify("Bob", CertifiedWorld.Those("CitiCorp", "Federal Reserve")),
            world.Certify("Bob", CertifiedWorld.Those("Federal Reserve") with { Only = true }));
        var (shown, true1) = (Made(alice, older, world.Office("CitiCorp")), Made(alice, newer, world.Office("Federal Reserve")));
        foreach (var trusted in new[] { shown, true1 })
        {
            var run = CertifiedRun.Of(FairCem, shown, true1, trusted, world);

            Assert.Contains("Alice refuses: BadSignature", run.Log);
            Assert.Contains($"{trusted.TrustedParty.Name} refuses: {(trusted == true1 ? "DoesNotOpen" : "BadSignature")}", run.Log);
            Assert.DoesNotContain(run.Log, line => line.Contains("has the", StringComparison.Ordinal)
                || line.Contains("sends A2", StringComparison.Ordinal));
        }

        // And where Alice proposes it to Bob, he sees before he signs that it is not the certificate that he uses.
        Assert.Null(AgreementFile.TryAccept(AgreementFile.Write(shown), world.Trust, newer, Seat.Recipient, out var refusal));
        Assert.Equal(new AgreementRefusal.NotMyCertificate(Seat.Recipient, newer.Thumbprint, older.Thumbprint), refusal);
        Assert.NotNull(AgreementFile.TryAccept(AgreementFile.Write(true1), world.Trust, newer, Seat.Recipient, out _));
    }

    [Fact]
    public void Another_type_of_transaction_is_another_agreement()
    {
        var agreement = CertifiedRun.Agree(P256);
        var other = AgreementOf(agreement, "contract-signing");
        Assert.NotEqual(agreement.Digest, other.Digest);
        Assert.Contains("Alice refuses: BadSignature", CertifiedRun.Of(FairCem, agreement, other, other, P256).Log);
    }

    /// <summary>
    /// Alice encrypts to a trusted party of her own liking. Bob cannot see that; but neither the agreed one nor the judge opens it, so she
    /// has no receipt.
    /// </summary>
    [Fact]
    public void A_peer_that_uses_another_trusted_party_than_the_chosen_one_has_nothing_to_show()
    {
        var agreement = CertifiedRun.Agree(P256);
        var (alice, bob) = (agreement.Execution(FairCem, FairCem.First, P256.KeysOf("Alice"), new SystemCoins()),
            agreement.Execution(FairCem, FairCem.Second, P256.KeysOf("Bob"), new SystemCoins()));
        var elsewhere = CertificateDirectory.Of([agreement.Sender, agreement.Recipient, P256.Office("Federal Reserve")]);
        var cheat = new SuiteOperations(P256.Suite, FairCem, elsewhere, P256.KeysOf("Alice"), agreement.Digest);
        var z = cheat.Encrypt(new Value.Name("Federal Reserve"), new Value.Tuple([World.Alice, World.Bob, World.Mail]), World.Coins(1))!;
        var (session, signed) = Session.Start(
            bob, new Dictionary<Term.Variable, Value>()).Session.Receive(new Value.Tuple([World.Alice, z]));
        var (_, resolve) = session.TimeOut();
        var office = new TrustedParty(agreement.Execution(FairCem, FairCem.TrustedParties[0], P256.KeysOf("CitiCorp"), new SystemCoins()));
        var answer = office.Receive(resolve.OfType<Effect.Send>().Single().Message).Effects;
        var receipt = new Value.Tuple([World.Alice, World.Bob, World.Mail, World.Coins(1), signed.OfType<Effect.Send>().Single().Message]);

        Assert.IsType<Rejection.DoesNotOpen>(Assert.IsType<Effect.Rejected>(Assert.Single(answer)).Reason);
        Assert.Null(new CertifiedEvidence(agreement, new Evidence(FairCem, FairCem.ItemOf(FairCem.First), receipt))
            .TryVerify(out var rejection));
        Assert.IsType<Rejection.DoesNotOpen>(rejection);
        Assert.Equal("Alice", alice.Operations.Self);
    }

    [Fact]
    public void A_proposal_that_is_not_what_the_certificates_say_is_refused_by_name()
    {
        var agreement = CertifiedRun.Agree(P256);
        var (alice, bob, citi) = (agreement.Sender, agreement.Recipient, agreement.TrustedParty);
        Refused(new AgreementRefusal.NotTheChosen("CitiCorp", "Federal Reserve"), alice, bob, P256.Office("Federal Reserve"));
        Refused(new AgreementRefusal.NoTrustedParty("CitiCorp"), alice, bob, P256.Certify("CitiCorp", RecognisedParties.Nobody));
        var other = CertifiedWorld.Of("curve25519");
        Refused(new AgreementRefusal.OtherSuite(Seat.TrustedParty, "p256", "curve25519"), alice, bob, other.Office("CitiCorp"));
        Refused(new AgreementRefusal.OtherSuite(Seat.Recipient, "p256", "curve25519"), alice,
            other.Certify("Bob", CertifiedWorld.Those("CitiCorp")), citi);
        var others = Assert.Throws<ArgumentException>(
            () => agreement.Execution(FairCem, FairCem.First, P256.KeysOf("Trudy"), new SystemCoins()));
        Assert.StartsWith("The keys of Trudy are not those of the certificate of Alice.", others.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() =>
            agreement.Execution(
                FairCem, FairCem.Second, P256.KeysOf("Bob") with { Decryption = P256.KeysOf("Trudy").Decryption }, new SystemCoins()));

        static void Refused(
            AgreementRefusal expected, VerifiedCertificate sender, VerifiedCertificate recipient, VerifiedCertificate trusted)
        {
            Assert.Null(Agreement.TryMake(sender, recipient, trusted, Mail, out var refusal));
            Assert.Equal(expected, refusal);
        }
    }

    /// <summary>Every seat: a reader who trusts other authorities takes nobody's word.</summary>
    [Theory]
    [InlineData(Seat.Sender)]
    [InlineData(Seat.Recipient)]
    [InlineData(Seat.TrustedParty)]
    public void A_certificate_by_a_foreign_root_is_refused_in_every_seat(Seat seat)
    {
        var both = P256.Trust with { Roots = [P256.Root.Certificate, P256.Foreign.Certificate] };
        var agreement = CertifiedRun.Agree(P256, by: who => who == seat ? P256.Foreign : P256.Issuer, trust: both);
        var bytes = AgreementFile.Write(agreement);
        Assert.NotNull(AgreementFile.TryRead(bytes, both, out _));
        Assert.Null(AgreementFile.TryRead(bytes, P256.Trust, out var refusal));
        Assert.Equal(new AgreementRefusal.BadCertificate(seat, new CertificateRefusal.UntrustedRoot()), refusal);
    }

    [Fact]
    public void Evidence_holds_under_its_own_agreement_only()
    {
        var agreement = CertifiedRun.Agree(P256);
        var evidence = CertifiedRun.EvidenceOf(CertifiedRun.Of(FairCem, agreement, agreement, agreement, P256).Alice, agreement);
        Assert.NotNull(new CertifiedEvidence(agreement, evidence).TryVerify(out _));
        Assert.Null(new CertifiedEvidence(AgreementOf(agreement, "contract-signing"), evidence).TryVerify(out _));
        // The same lists and the same keys, certified anew: another certificate, another agreement.
        Assert.Null(new CertifiedEvidence(CertifiedRun.Agree(P256), evidence).TryVerify(out _));
        // As evidence without an agreement it shows nothing.
        var directory = CertificateDirectory.Of([agreement.Sender, agreement.Recipient, agreement.TrustedParty]);
        Assert.Null(VerifiedEvidence.TryVerify(evidence, new SuiteOperations(P256.Suite, FairCem, directory, null), out _));
    }

    [Fact]
    public void No_bytes_make_reading_an_agreement_or_evidence_throw()
    {
        var agreement = CertifiedRun.Agree(P256);
        var evidence = new CertifiedEvidence(
            agreement, CertifiedRun.EvidenceOf(CertifiedRun.Of(FairCem, agreement, agreement, agreement, P256).Alice, agreement));
        var (proposal, file) = (AgreementFile.Write(agreement), evidence.Write());
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Gen.Choose(0, file.Length - 1).ToArbitrary(), (bytes, at) =>
        {
            byte[] Splice(byte[] whole) =>
                [.. whole[..Math.Min(at, whole.Length)], .. bytes, .. whole[Math.Min(whole.Length, at + bytes.Length)..]];
            foreach (var variant in new[] { bytes, Splice(proposal) })
            {
                Assert.Equal(AgreementFile.TryRead(variant, P256.Trust, out var refusal) is null, refusal is not null);
            }

            foreach (var variant in new[] { bytes, Splice(file) })
            {
                Assert.Equal(CertifiedEvidence.TryRead(variant, P256.Trust, _ => FairCem, out var problem) is null, problem is not null);
                Assert.DoesNotContain(problem ?? "", char.IsControl);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
        Assert.Null(AgreementFile.TryRead(new byte[AgreementFile.MaximumSize + 1], P256.Trust, out _));
    }

    private static Agreement Made(VerifiedCertificate sender, VerifiedCertificate recipient, VerifiedCertificate trusted)
    {
        var made = Agreement.TryMake(sender, recipient, trusted, Mail, out var refusal);
        Assert.Null(refusal);
        return made!;
    }

    private static Agreement AgreementOf(Agreement agreement, string transaction) =>
        Agreement.TryMake(agreement.Sender, agreement.Recipient, agreement.TrustedParty, transaction, out _)!;
}
