<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Autograd</name>
    <message numerus="yes">
        <source>%n saved tensor(s) written over</source>
        <translation>
            <numerusform>one saved tensor was written over</numerusform>
            <numerusform>%n saved tensors were written over</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s), forward and then back. Press the right arrow key.</source>
        <translation>
            <numerusform>One step. Press the right arrow key.</numerusform>
            <numerusform>%n steps, forward and then back. Press the right arrow key.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edge(s) meet here and add up</source>
        <translation>
            <numerusform>%n edge meets here</numerusform>
            <numerusform>%n edges meet here and add up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more call(s)</source>
        <translation>
            <numerusform>and one more call</numerusform>
            <numerusform>and %n more calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ByHand</name>
    <message numerus="yes">
        <source>%n line(s) to come, as the steps reach them</source>
        <translation>
            <numerusform>One line to come, as the steps reach it</numerusform>
            <numerusform>%n lines to come, as the steps reach them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Custom</name>
    <message numerus="yes">
        <source>✗ %n entry(s) fail, framed above</source>
        <translation>
            <numerusform>✗ one entry fails, framed above</numerusform>
            <numerusform>✗ %n entries fail, framed above</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and one more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Graph</name>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gradients add up</source>
        <translation>
            <numerusform>%n gradient</numerusform>
            <numerusform>%n gradients add up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) found</source>
        <translation>
            <numerusform>%n node found</numerusform>
            <numerusform>%n nodes found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edge(s) towards the root</source>
        <translation>
            <numerusform>%n edge towards the root</numerusform>
            <numerusform>%n edges towards the root</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edge(s) towards the leaves</source>
        <translation>
            <numerusform>%n edge towards the leaves</numerusform>
            <numerusform>%n edges towards the leaves</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Lesson</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} cannot be opened as a lesson: %n problem(s)</source>
        <translation>
            <numerusform>{name} cannot be opened as a lesson: %n problem</numerusform>
            <numerusform>{name} cannot be opened as a lesson: %n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Predict</name>
    <message numerus="yes">
        <source>{right} right of %n</source>
        <translation>
            <numerusform>{right} right of %n</numerusform>
            <numerusform>{right} right of %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✗ %n wrong: {places}</source>
        <translation>
            <numerusform>✗ %n entry is wrong: {places}</numerusform>
            <numerusform>✗ %n entries are wrong: {places}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Signal</name>
    <message numerus="yes">
        <source>This weight is used %n time(s), on the ringed inputs</source>
        <translation>
            <numerusform>This weight is used once, on the ringed input</numerusform>
            <numerusform>This weight is used %n times, on the ringed inputs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) at the end that no window reaches</source>
        <translation>
            <numerusform>%n sample at the end that no window reaches</numerusform>
            <numerusform>%n samples at the end that no window reaches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more channel(s)</source>
        <translation>
            <numerusform>%n more channel</numerusform>
            <numerusform>%n more channels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n smaller term(s)</source>
        <translation>
            <numerusform>%n smaller term</numerusform>
            <numerusform>%n smaller terms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tensor</name>
    <message numerus="yes">
        <source>%n value(s) NaN</source>
        <translation>
            <numerusform>one value is NaN</numerusform>
            <numerusform>%n values are NaN</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) infinite</source>
        <translation>
            <numerusform>one value is infinite</numerusform>
            <numerusform>%n values are infinite</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) of {name}: {places}</source>
        <translation>
            <numerusform>one entry of {name}: {places}</numerusform>
            <numerusform>%n entries of {name}: {places}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Variables</name>
    <message numerus="yes">
        <source>%n pass(es) have added to .grad.</source>
        <translation>
            <numerusform>%n pass has added to .grad.</numerusform>
            <numerusform>%n passes have added to .grad.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WhatIf</name>
    <message numerus="yes">
        <source>%n change(s) belong to other passes.</source>
        <translation>
            <numerusform>%n change belongs to another pass.</numerusform>
            <numerusform>%n changes belong to other passes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At %n other node(s) nothing differs.</source>
        <translation>
            <numerusform>At %n other node nothing differs.</numerusform>
            <numerusform>At %n other nodes nothing differs.</numerusform>
        </translation>
    </message>
</context>
</TS>
