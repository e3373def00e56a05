namespace EmoMusic.ComposeMusic;

/// <summary>Fast, major, bright, full of stops.</summary>
internal static class SurpriseScores
{
    public static IReadOnlyList<Track> Tracks { get; } =
    [
        new("surprise", "Jack in the Box", "Electro Swing", 128, "D", "4i6 8A7 1x9 8B8 1x9 8A9 4o9")
        {
            Artist = "EmoMusic Big Band",
            Swing = 0.3,
            A = new("I VI7 ii7 V7 I VI7 ii7,V7 I6",
                "5,e 1e 3e 5e re 6e 5q 5e 3e #1e 3e 6h", "2e 4e 6e 4e re 2e 4q 5e 4e 2e 7,e 5,h",
                "6e 5e 4e 2e 7,e 2e 5,q 1e re 5,e re 1q rq"),
            B = new("IV #ivo I VI7 II7 II7 V7 I",
                "1'q 6e 4e 1'q 6q #4e 6e 1'e 6e 1'h", "5e 1'e 3'e 1'e 5q re 5e 6e 5e 3e #1e 3h",
                "5e 6e 5e 4e 2e 7,e 5,q 1e re 5,e re 1q rq"),
            Parts =
            [
                Comp(BrightPiano, "..x.x.x...x.x.x.", octave: 4, volume: 112, pan: 40),
                Bass(UprightBass, "1---5---1---5--a", "1---3---5---8--a", volume: 112),
                Lead(MutedTrumpet, 5, volume: 92, pan: 60, @in: "Ao"),
                Lead(Clarinet, 5, volume: 78, pan: 70, @in: "B"),
                Lead(Xylophone, 5, volume: 127, pan: 92, from: 8),
                Lead(Trombone, 4, volume: 70, pan: 40, from: 9, shift: -2),
                Comp(Brass, "......X.......X.", octave: 4, volume: 98, pan: 78, from: 8),
                Comp(OrchestraHit, "X...............", octave: 4, volume: 92, @in: "x"),
                Riser(),
            ],
            Kit = 24,
            Drums =
            [
                "Kick 5-9 X...X...X...X...", "Clap 6-9 ....X.......X...", "Hat 6-9 x.x.x.x.x.x.x.x.",
                "OpenHat 8-9 ..x...x...x...x.",
            ],
        },
        new("surprise", "Plot Twist", "Electro", 138, "E", "4i5 8A7 1x9 8B9 4d5 1x9 8B9 4o9")
        {
            Artist = "EmoMusic Machine",
            Human = 0.2,
            Pumps = true,
            A = new("I I IV IV I I bVI,bVII I",
                "1e 1e 5e 1e re 3e 5e 3e 1e 1e 5e 1'e re 7e 5q", "4e 4e 1'e 4e re 6e 1'e 6e 4e 6e 1'e 3'e re 1'e 6q",
                "b6q b6e 1'e b7q b7e 2'e 1'h. rq"),
            B = new("I V IV IV I V bVI,bVII I",
                "5'q. 3'e 1'q 3'q 2'q. 7e 5h", "4'q. 1'e 6q 1'q 6h. 7q", "b6e 1'e b3'e 1'e b7e 2'e 4'e 2'e 1'h. rq"),
            Parts =
            [
                Bass(SynthBass, "1.81.81.81.81.8.", "..1-..1-..1-..8a", volume: 108),
                Comp(SynthBrass, "x..x..x...x..x..", octave: 4, volume: 70, pan: 44, from: 6, b: "X---..x.X---..x."),
                Lead(Square, 4, volume: 72, pan: 66), Lead(Saw, 5, volume: 46, pan: 54, from: 8),
                Comp(Saw, "1234321234323432", octave: 5, volume: 44, pan: 100, from: 7),
                Comp(SweepPad, "x---------------", octave: 4, volume: 50, pan: 30),
                Comp(OrchestraHit, "X...............", octave: 4, volume: 96, @in: "x"),
                Riser(),
            ],
            Kit = 24,
            Drums =
            [
                "Kick 5-9 X...X...X...X...", "Snare 7-9 ....X.......X...", "Clap 9-9 ....X.......X..x",
                "OpenHat 7-9 ..x...x...x...x.",
                "Hat 5-9 xoxoxoxoxoxoxoxo",
            ],
        },
        new("surprise", "Trapdoor Carnival", "Latin Party", 114, "G", "4i6 8A7 1x9 8B8 8A9 4o9")
        {
            Artist = "EmoMusic Big Band",
            A = new("I vi ii V I vi ii,V I",
                "5e 5e re 6e 5q 3q 6e 6e re 1'e 6h", "4e 4e re 6e 4q 2q 5e 4e re 2e 7,h",
                "2e 4e 6e 4e 5e 4e 2e 7,e 1e re 5e re 1'q rq"),
            B = new("IV V iii vi ii V ii,V I",
                "1'q 6e 1'e re 1'e 2'q 7q 5e 7e re 7e 2'q", "7q 5e 7e re 7e 1'q 6q 3e 6e re 6e 1'q",
                "2'e 1'e 6e 4e 7e 6e 5e 2e 1'e re 5e re 1'q rq"),
            Parts =
            [
                Comp(Piano, "x.32.x3.2.x3.2x.", octave: 4, volume: 114, pan: 40),
                Bass(UprightBass, "1--5--8-1--5--a-", "1--5--8-...5--a-", volume: 112),
                Lead(Trumpet, 5, volume: 106, pan: 60), Lead(Trombone, 4, volume: 82, pan: 46, from: 8),
                Lead(Trumpet, 5, volume: 66, pan: 84, from: 9, shift: -2),
                Lead(Marimba, 5, volume: 94, pan: 96, from: 7, @in: "B"),
                Comp(Brass, "............X..X ....X..X........", octave: 4, volume: 76, pan: 76, from: 8),
                Comp(OrchestraHit, "X...............", octave: 4, volume: 86, @in: "x"),
            ],
            DrumVolume = 86,
            Drums =
            [
                "Kick 6-9 x..x....x..x....", "Conga 5-9 o.X.o.xxo.X.o.xx", "Cowbell 7-9 x.x.x.xxx.x.x.xx",
                "Claves 5-9 x..x..x...x.x...",
                "Shaker 5-9 xoxoxoxoxoxoxoxo", "Timbale 8-9 ......x.......xx", "Snare 9-9 o.o.X.oo.o.oX.oo",
            ],
        },
    ];
}
