<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>Arithmetic</name>
    <message>
        <source>Running sum</source>
        <translation>المجموع المتراكم</translation>
    </message>
    <message>
        <source>✓ {torch} gives {value}; they differ by {difference}</source>
        <translation>✓ قيمة {torch} هي {value}، والفرق {difference}</translation>
    </message>
    <message>
        <source>{torch} gives {value}: that differs by {difference}</source>
        <translation>قيمة {torch} هي {value}، وهي تختلف بمقدار {difference}</translation>
    </message>
</context>
<context>
    <name>Autograd</name>
    <message>
        <source>Backpropagation</source>
        <translation>الانتشار الخلفي</translation>
    </message>
    <message>
        <source>Run the program to see its graph, then step through its gradients.</source>
        <translation>شغّل البرنامج لترى رسمه البياني، ثم تتبّع تدرّجاته واحدًا واحدًا.</translation>
    </message>
    <message numerus="yes">
        <source>%n saved tensor(s) written over</source>
        <translation>
            <numerusform>لم يُكتب فوق أي موتر محفوظ</numerusform>
            <numerusform>كُتب فوق موتر محفوظ واحد</numerusform>
            <numerusform>كُتب فوق موترين محفوظين</numerusform>
            <numerusform>كُتب فوق %n موترات محفوظة</numerusform>
            <numerusform>كُتب فوق %n موترًا محفوظًا</numerusform>
            <numerusform>كُتب فوق %n موتر محفوظ</numerusform>
        </translation>
    </message>
    <message>
        <source>The program asked for no gradients, so there is nothing to step through.</source>
        <translation>لم يطلب البرنامج أي تدرّج، فلا شيء يُتتبَّع.</translation>
    </message>
    <message>
        <source>The program ended before the engine ran, so there is nothing to step through.</source>
        <translation>انتهى البرنامج قبل أن يعمل المحرّك، فلا شيء يُتتبَّع.</translation>
    </message>
    <message>
        <source>Before the first step</source>
        <translation>قبل البداية</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s), forward and then back. Press the right arrow key.</source>
        <translation>
            <numerusform>لا مراحل</numerusform>
            <numerusform>مرحلة واحدة. اضغط مفتاح السهم الأيمن.</numerusform>
            <numerusform>مرحلتان إلى الأمام ثم إلى الخلف. اضغط مفتاح السهم الأيمن.</numerusform>
            <numerusform>%n مراحل إلى الأمام ثم إلى الخلف. اضغط مفتاح السهم الأيمن.</numerusform>
            <numerusform>%n مرحلة إلى الأمام ثم إلى الخلف. اضغط مفتاح السهم الأيمن.</numerusform>
            <numerusform>%n مرحلة إلى الأمام ثم إلى الخلف. اضغط مفتاح السهم الأيمن.</numerusform>
        </translation>
    </message>
    <message>
        <source>Step {step} of {count}, forward</source>
        <translation>المرحلة {step} من {count}، التمرير الأمامي</translation>
    </message>
    <message>
        <source>makes {node}</source>
        <translation>ينشئ {node}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more call(s)</source>
        <translation>
            <numerusform>ولا استدعاء آخر</numerusform>
            <numerusform>واستدعاء آخر واحد</numerusform>
            <numerusform>واستدعاءان آخران</numerusform>
            <numerusform>و%n استدعاءات أخرى</numerusform>
            <numerusform>و%n استدعاءً آخر</numerusform>
            <numerusform>و%n استدعاء آخر</numerusform>
        </translation>
    </message>
    <message>
        <source>Given: {name}</source>
        <translation>المُعطى: {name}</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>الناتج</translation>
    </message>
    <message>
        <source>Kept for the backward pass</source>
        <translation>محفوظ للتمرير الخلفي</translation>
    </message>
    <message>
        <source>Step {step} of {count}, backward pass {number}</source>
        <translation>المرحلة {step} من {count}، التمرير الخلفي {number}</translation>
    </message>
    <message>
        <source>.grad before</source>
        <translation>⁦.grad⁩ من قبل</translation>
    </message>
    <message>
        <source>.grad after</source>
        <translation>⁦.grad⁩ من بعد</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>محفوظ: {name}</translation>
    </message>
    <message>
        <source>Which entries belong together is not known of {node} by its structure alone.</source>
        <translation>لا تكفي بنية {node} وحدها لمعرفة أي العناصر يرتبط بعضها ببعض.</translation>
    </message>
    <message>
        <source>leaf {name}</source>
        <translation>موتر ورقي {name}</translation>
    </message>
    <message>
        <source>Together they arrive as</source>
        <translation>وبجمعها يصل</translation>
    </message>
    <message>
        <source>Arrived at output {slot}</source>
        <translation>وصل إلى المخرج {slot}</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>وصل إليها</translation>
    </message>
    <message numerus="yes">
        <source>%n edge(s) meet here and add up</source>
        <translation>
            <numerusform>لا حواف تلتقي هنا</numerusform>
            <numerusform>حافة واحدة تصل إلى هنا</numerusform>
            <numerusform>تلتقي هنا حافتان وتُجمعان</numerusform>
            <numerusform>تلتقي هنا %n حواف وتُجمع</numerusform>
            <numerusform>تلتقي هنا %n حافة وتُجمع</numerusform>
            <numerusform>تلتقي هنا %n حافة وتُجمع</numerusform>
        </translation>
    </message>
    <message>
        <source>from {sender}</source>
        <translation>من {sender}</translation>
    </message>
    <message>
        <source>Torch&apos;s rule</source>
        <translation>قاعدة torch</translation>
    </message>
    <message>
        <source>Point at an entry of a grid, or choose one with the arrow keys, to see its numbers.</source>
        <translation>أشِر إلى عنصر في جدول، أو اختر واحدًا بمفاتيح الأسهم، لترى أعداده.</translation>
    </message>
    <message>
        <source>Sends on</source>
        <translation>ترسل</translation>
    </message>
    <message>
        <source>Sends along edge {edge} to {target}</source>
        <translation>ترسل على الحافة {edge} إلى {target}</translation>
    </message>
    <message>
        <source>Sends to {target}</source>
        <translation>ترسل إلى {target}</translation>
    </message>
    <message>
        <source>With what is on the clipboard the program would have {lines} lines; it may have {limit}.</source>
        <translation>مع ما في الحافظة يصير عدد أسطر البرنامج {lines}، والحد الأقصى {limit}.</translation>
    </message>
    <message>
        <source>There is no program to run. Write one, or choose an example.</source>
        <translation>لا برنامج هنا لتشغيله. اكتب برنامجًا أو اختر مثالًا.</translation>
    </message>
    <message>
        <source>Run a program that asks for gradients; they are derived by hand here.</source>
        <translation>شغّل برنامجًا يطلب تدرّجات، وستُشتق هنا يدويًا.</translation>
    </message>
    <message>
        <source>The input could not be written for the image lab ({reason}).</source>
        <translation>تعذّرت كتابة المدخل لمختبر الصور ({reason}).</translation>
    </message>
    <message>
        <source>Your own program</source>
        <translation>برنامجك</translation>
    </message>
    <message>
        <source>{name}, changed</source>
        <translation>{name}، معدَّل</translation>
    </message>
    <message>
        <source>Your own program, not saved</source>
        <translation>برنامجك، غير محفوظ</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>يبدأ…</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>قيد التشغيل…</translation>
    </message>
    <message>
        <source>Running: {seconds} s, {memory} MiB</source>
        <translation>يعمل: {seconds} ث، {memory} MiB</translation>
    </message>
    <message>
        <source>Ready to run</source>
        <translation>جاهز للتشغيل</translation>
    </message>
    <message>
        <source>Loading torch…</source>
        <translation>يُحمَّل torch…</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>أُوقف</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>انتهى</translation>
    </message>
    <message>
        <source>Ended by an error</source>
        <translation>انتهى بخطأ</translation>
    </message>
    <message>
        <source>Stopped at its limit</source>
        <translation>أُوقف عند حدّه</translation>
    </message>
    <message>
        <source>Its process ended</source>
        <translation>انتهت عمليته</translation>
    </message>
    <message>
        <source>Changed since it ran</source>
        <translation>تغيّر بعد آخر تشغيل</translation>
    </message>
    <message>
        <source>Graph of grad_fn, root on the right</source>
        <translation>الرسم البياني لعقد grad_fn، والجذر على اليمين</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>لا عقد</numerusform>
            <numerusform>عقدة واحدة</numerusform>
            <numerusform>عقدتان</numerusform>
            <numerusform>%n عقد</numerusform>
            <numerusform>%n عقدة</numerusform>
            <numerusform>%n عقدة</numerusform>
        </translation>
    </message>
    <message>
        <source>The program runs</source>
        <translation>البرنامج يعمل</translation>
    </message>
    <message>
        <source>Stop ends it at once.</source>
        <translation>زر الإيقاف ينهيه فورًا.</translation>
    </message>
    <message>
        <source>No graph yet</source>
        <translation>لا رسم بياني بعد</translation>
    </message>
    <message>
        <source>Run the program with Ctrl+Enter; its graph appears here.</source>
        <translation>شغّل البرنامج بالمفتاحين ⁦Ctrl+Enter⁩ فيظهر رسمه البياني هنا.</translation>
    </message>
    <message>
        <source>No graph</source>
        <translation>لا رسم بياني</translation>
    </message>
    <message>
        <source>The program did not come to its end; nothing is known of its graph.</source>
        <translation>لم يبلغ البرنامج نهايته، فلا يُعرف شيء عن رسمه البياني.</translation>
    </message>
    <message>
        <source>No recorded operation took a tensor that requires gradients.</source>
        <translation>لم تأخذ أي عملية مسجّلة موترًا يتطلب تدرّجات.</translation>
    </message>
    <message>
        <source>No tensor of the program carries a grad_fn: nothing required gradients.</source>
        <translation>ليس لأي موتر في البرنامج grad_fn، لأن لا شيء فيه يتطلب تدرّجات.</translation>
    </message>
    <message>
        <source>Too many nodes to draw</source>
        <translation>العقد أكثر من أن تُرسم</translation>
    </message>
    <message>
        <source>You can step through them all the same.</source>
        <translation>ويمكنك تتبّعها مع ذلك.</translation>
    </message>
    <message>
        <source>Drawing the graph</source>
        <translation>يُرسم الرسم البياني</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>البرنامج</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>المتغيرات</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>ما طبعه البرنامج</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>فتح…</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>تشغيل</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>مثال</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>أمثلة</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>الرسم البياني</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>الاشتقاق يدويًا</translation>
    </message>
    <message>
        <source>Jacobian</source>
        <translation>مصفوفة جاكوبي</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>ماذا لو</translation>
    </message>
    <message>
        <source>Custom functions</source>
        <translation>دوال مخصصة</translation>
    </message>
    <message>
        <source>The way back through a convolution</source>
        <translation>طريق العودة عبر الالتفاف</translation>
    </message>
    <message>
        <source>Open in the image lab</source>
        <translation>افتح في مختبر الصور</translation>
    </message>
    <message>
        <source>Its input, kernels and arrived gradient, the first sample of the batch: the kernels&apos; gradient there is of that sample alone.</source>
        <translation>مدخله ونوياته والتدرّج الواصل إليه، للعينة الأولى من الدفعة: تدرّج النوى هناك لتلك العينة وحدها.</translation>
    </message>
    <message>
        <source>Its own input, kernels and arrived gradient, cell by cell.</source>
        <translation>مدخله ونوياته والتدرّج الواصل إليه، خلية خلية.</translation>
    </message>
    <message>
        <source>This node is no convolution.</source>
        <translation>هذه العقدة ليست التفافًا.</translation>
    </message>
    <message>
        <source>No gradient has arrived here yet: go on to this node&apos;s step of the pass.</source>
        <translation>لم يصل إلى هنا تدرّج بعد: تابع حتى يبلغ التمرير هذه العقدة.</translation>
    </message>
    <message>
        <source>The image lab has no transposed convolutions.</source>
        <translation>لا يعرض مختبر الصور الالتفافات المنقولة.</translation>
    </message>
    <message>
        <source>The image lab has convolutions over one and two dimensions, not over three.</source>
        <translation>يعرض مختبر الصور الالتفافات ذات البعد الواحد والبعدين، لا ذات الأبعاد الثلاثة.</translation>
    </message>
    <message>
        <source>Its tensors are too large: of these only statistics were recorded.</source>
        <translation>موتراته كبيرة جدًّا: لم تُسجَّل منها إلا إحصاءات.</translation>
    </message>
    <message>
        <source>What this node had saved was freed before it could be recorded.</source>
        <translation>حُرّر ما حفظته هذه العقدة قبل أن يمكن تسجيله.</translation>
    </message>
    <message>
        <source>Its tensors hold NaN or infinities, which no picture shows.</source>
        <translation>في موتراته NaN أو قيم لانهائية لا تُظهرها صورة.</translation>
    </message>
    <message>
        <source>Here is what was not saved the last time. Save it, or take it away with undo.</source>
        <translation>هذا ما لم يُحفظ في المرة السابقة. احفظه، أو تراجع عنه.</translation>
    </message>
    <message>
        <source>Save the program</source>
        <translation>حفظ البرنامج</translation>
    </message>
    <message>
        <source>The examples stay as they are. Choose another folder.</source>
        <translation>الأمثلة تبقى كما هي. اختر مجلدًا آخر.</translation>
    </message>
    <message>
        <source>{name} was changed by another program since it was opened here.</source>
        <translation>غيّر برنامج آخر الملف {name} منذ فُتح هنا.</translation>
    </message>
    <message>
        <source>To save over it would lose those changes.</source>
        <translation>الحفظ فوقه يُضيع تلك التغييرات.</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>حفظ باسم…</translation>
    </message>
    <message>
        <source>Save over it</source>
        <translation>احفظ فوقه</translation>
    </message>
    <message>
        <source>No node: it ran under torch.no_grad().</source>
        <translation>بلا عقدة: نُفِّذت العملية داخل ⁦torch.no_grad()⁩.</translation>
    </message>
    <message>
        <source>No node: it ran under torch.inference_mode().</source>
        <translation>بلا عقدة: نُفِّذت العملية داخل ⁦torch.inference_mode()⁩.</translation>
    </message>
    <message>
        <source>No node: detach() cuts its result off from the graph.</source>
        <translation>بلا عقدة: تفصل ⁦detach()⁩ ناتجها عن الرسم البياني الحسابي.</translation>
    </message>
    <message>
        <source>No node: nothing that it was given requires gradients.</source>
        <translation>بلا عقدة: لا شيء مما أُعطيَته العملية يتطلب تدرّجًا.</translation>
    </message>
    <message>
        <source>No node: its result is not differentiable, as whole numbers are.</source>
        <translation>بلا عقدة: ناتج العملية غير قابل للاشتقاق، كالأعداد الصحيحة.</translation>
    </message>
    <message>
        <source>freed after its pass</source>
        <translation>حُرِّر بعد تمريره</translation>
    </message>
    <message>
        <source>version {version}</source>
        <translation>الإصدار {version}</translation>
    </message>
    <message>
        <source>changed: saved at version {before}, now at version {after}; backward will refuse</source>
        <translation>تغيّر: حُفظ عند الإصدار {before} وهو الآن عند الإصدار {after}؛ سيُرفض التمرير الخلفي</translation>
    </message>
    <message>
        <source>changed: saved in line {saved} at version {before}, changed in line {changed} to version {after}; backward will refuse</source>
        <translation>تغيّر: حُفظ في السطر {saved} عند الإصدار {before}، وغُيِّر في السطر {changed} إلى الإصدار {after}؛ سيُرفض التمرير الخلفي</translation>
    </message>
</context>
<context>
    <name>ByHand</name>
    <message>
        <source>Deriving</source>
        <translation>جارٍ الاشتقاق</translation>
    </message>
    <message>
        <source>sympy works in a process of its own.</source>
        <translation>يعمل sympy في عملية مستقلة.</translation>
    </message>
    <message>
        <source>Not derived by hand</source>
        <translation>لا يُشتق يدويًا</translation>
    </message>
    <message>
        <source>Nothing to derive yet</source>
        <translation>لا شيء للاشتقاق بعد</translation>
    </message>
    <message>
        <source>The program, step by step</source>
        <translation>البرنامج مرحلةً مرحلة</translation>
    </message>
    <message>
        <source>Distinguishes cases: this holds around these numbers.</source>
        <translation>تُميَّز هنا حالات: يصحّ هذا حول هذه الأعداد.</translation>
    </message>
    <message>
        <source>The chain rule, from the result back</source>
        <translation>قاعدة السلسلة، من النتيجة رجوعًا</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) to come, as the steps reach them</source>
        <translation>
            <numerusform>لا سطور قادمة</numerusform>
            <numerusform>سطر واحد قادم يظهر حين تبلغه المراحل</numerusform>
            <numerusform>سطران قادمان يظهران حين تبلغهما المراحل</numerusform>
            <numerusform>%n سطور قادمة تظهر حين تبلغها المراحل</numerusform>
            <numerusform>%n سطرًا قادمًا تظهر حين تبلغها المراحل</numerusform>
            <numerusform>%n سطر قادم تظهر حين تبلغها المراحل</numerusform>
        </translation>
    </message>
    <message>
        <source>As the steps reach it</source>
        <translation>مرحلةً مرحلة</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>كاملًا</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ولا شيء غيرها</numerusform>
            <numerusform>وواحد آخر</numerusform>
            <numerusform>واثنان آخران</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n أخرى</numerusform>
        </translation>
    </message>
    <message>
        <source>The gradient of {name}</source>
        <translation>تدرّج {name}</translation>
    </message>
    <message>
        <source>numbers put in</source>
        <translation>بعد تعويض الأعداد</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>يدويًا</translation>
    </message>
    <message>
        <source>autograd</source>
        <translation>autograd</translation>
    </message>
    <message>
        <source>finite difference</source>
        <translation>الفروق المحدودة</translation>
    </message>
    <message>
        <source>largest difference</source>
        <translation>أكبر فرق</translation>
    </message>
    <message>
        <source>✓ Autograd, the derivation and the finite differences agree</source>
        <translation>✓ يتفق autograd والاشتقاق اليدوي والفروق المحدودة</translation>
    </message>
    <message>
        <source>They disagree where it is red: a hook may have changed gradients.</source>
        <translation>تختلف القيم حيث اللون الأحمر: ربما غيّر خطّاف (hook) التدرّجات.</translation>
    </message>
    <message>
        <source>Where nothing can be compared, nothing is said.</source>
        <translation>حيث لا تمكن المقارنة لا يُقال شيء.</translation>
    </message>
    <message>
        <source>The result depends on no leaf that requires a gradient.</source>
        <translation>لا تعتمد النتيجة على أي موتر ورقي يتطلب تدرّجًا.</translation>
    </message>
    <message>
        <source>The result is no scalar, and no gradient was given to begin with.</source>
        <translation>النتيجة ليست كمية قياسية (scalar)، ولم يُعطَ تدرّج يُبدأ به.</translation>
    </message>
    <message>
        <source>The pass began at several results; one result can be derived.</source>
        <translation>بدأ التمرير من عدة نتائج؛ ويمكن اشتقاق نتيجة واحدة.</translation>
    </message>
    <message>
        <source>{operation} is not among the operations that are derived here: elementwise ones, sums, means, products, matmuls, powers, shapes.</source>
        <translation>ليست {operation} من العمليات التي تُشتق هنا: العمليات عنصرًا بعنصر، والمجاميع والمتوسطات، وضرب الأعداد والمصفوفات، والقوى، وتغيير الشكل.</translation>
    </message>
    <message>
        <source>{operation} was called in a way that is not derived here.</source>
        <translation>استُدعيت {operation} بصورة لا تُشتق هنا.</translation>
    </message>
    <message>
        <source>The result goes through a backward that the program itself defines.</source>
        <translation>تمرّ النتيجة عبر دالة backward يعرّفها البرنامج نفسه.</translation>
    </message>
    <message>
        <source>The result goes through what an earlier backward pass made.</source>
        <translation>تمرّ النتيجة عبر ما صنعه تمرير خلفي سابق.</translation>
    </message>
    <message>
        <source>Something was written over in place that shares its memory with a view.</source>
        <translation>كُتب في الموضع نفسه فوق قيمة تشترك في ذاكرتها مع منظور (view).</translation>
    </message>
    <message>
        <source>{operation} draws random numbers, so there is no formula.</source>
        <translation>تسحب {operation} أعدادًا عشوائية، فلا صيغة لها.</translation>
    </message>
    <message>
        <source>Only real floating-point numbers are derived, no integers and no complex.</source>
        <translation>لا تُشتق إلا الأعداد الحقيقية ذات الفاصلة العائمة، لا الصحيحة ولا المركّبة.</translation>
    </message>
    <message>
        <source>Some values were too large to be recorded; make the tensors smaller.</source>
        <translation>كانت بعض القيم أكبر من أن تُسجَّل؛ صغّر الموترات.</translation>
    </message>
    <message>
        <source>{operation}, done again, gives other numbers than the program had; so it is not derived rather than derived wrongly.</source>
        <translation>عند إعادة {operation} تنتج أعداد غير التي كانت في البرنامج؛ فلم تُشتق كي لا تُشتق خطأً.</translation>
    </message>
    <message>
        <source>There are {found} elements; at most {most} are derived one by one.</source>
        <translation>عدد العناصر {found}؛ ولا يُشتق عنصرًا عنصرًا أكثر من {most}.</translation>
    </message>
    <message>
        <source>There are {found} operations; at most {most} are derived.</source>
        <translation>عدد العمليات {found}؛ ولا يُشتق أكثر من {most}.</translation>
    </message>
    <message>
        <source>The expressions become too long to be read.</source>
        <translation>تصبح العبارات أطول من أن تُقرأ.</translation>
    </message>
    <message>
        <source>The derivation took too long and was given up.</source>
        <translation>استغرق الاشتقاق وقتًا أطول من اللازم فتُرك.</translation>
    </message>
    <message>
        <source>Line {line}: </source>
        <translation>السطر {line}: </translation>
    </message>
</context>
<context>
    <name>Camera</name>
    <message>
        <source>No camera was found. Connect one, and try again.</source>
        <translation>لم يُعثر على كاميرا. صِل كاميرا ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>Switch the camera on</source>
        <translation>تشغيل الكاميرا</translation>
    </message>
    <message>
        <source>Stop the camera</source>
        <translation>إيقاف الكاميرا</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>جارٍ الفتح…</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>بث مباشر</translation>
    </message>
    <message>
        <source>{rate} frames a second</source>
        <translation>الإطارات في الثانية: {rate}</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>تجميد</translation>
    </message>
    <message>
        <source>Keep this frame as a picture and switch the camera off (Space)</source>
        <translation>احتفظ بهذا الإطار صورةً وأوقف الكاميرا (مفتاح المسافة)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Switch the camera off, back to the picture before (Esc)</source>
        <translation>أوقف الكاميرا وعُد إلى الصورة السابقة (Esc)</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>الكاميرا</translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>Picture: {term}</source>
        <translation>صورة: {term}</translation>
    </message>
    <message>
        <source>An example; torch is computing it…</source>
        <translation>مثال؛ تحسبه torch الآن…</translation>
    </message>
    <message>
        <source>An example, computed by {torch}</source>
        <translation>مثال حسبته {torch}</translation>
    </message>
    <message>
        <source>Related</source>
        <translation>ذات صلة</translation>
    </message>
    <message>
        <source>{lesson}, step {step}</source>
        <translation>{lesson}، المرحلة {step}</translation>
    </message>
    <message>
        <source>In the lessons</source>
        <translation>في الدروس</translation>
    </message>
    <message>
        <source>Glossary, in both languages</source>
        <translation>المسرد باللغتين</translation>
    </message>
    <message>
        <source>No term is called that</source>
        <translation>لا مصطلح بهذا الاسم</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>المسرد</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>التوثيق</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Search terms in English or Arabic, or torch&apos;s names</source>
        <translation>ابحث عن مصطلح بالعربية أو الإنجليزية، أو عن اسم من أسماء torch</translation>
    </message>
    <message>
        <source>There is no card of {name}.</source>
        <translation>لا بطاقة لـ {name}.</translation>
    </message>
    <message>
        <source>Card: {term}</source>
        <translation>بطاقة: {term}</translation>
    </message>
</context>
<context>
    <name>Code</name>
    <message>
        <source>The clipboard holds no Python that can be read. Copy {layer}(…) or a tensor.</source>
        <translation>لا يوجد في الحافظة شيفرة Python مقروءة. انسخ ‏{layer}(…) أو موترًا.</translation>
    </message>
    <message>
        <source>The clipboard holds no {layer}(…). Copy the layer&apos;s call or a tensor.</source>
        <translation>لا يوجد في الحافظة {layer}(…). انسخ استدعاء الطبقة أو موترًا.</translation>
    </message>
    <message>
        <source>{what} slides over another number of dimensions; {layer} is needed here.</source>
        <translation>الطبقة {what} تنزلق على عدد آخر من الأبعاد؛ المطلوب هنا {layer}.</translation>
    </message>
    <message>
        <source>{what} cannot be read. Write the layer&apos;s arguments as plain numbers.</source>
        <translation>تتعذّر قراءة {what}. اكتب وسائط الطبقة أعدادًا صريحة.</translation>
    </message>
    <message>
        <source>The clipboard holds no tensor of numbers. Copy one such as [[1, 0, -1]].</source>
        <translation>لا تحوي الحافظة موترًا من الأعداد. انسخ موترًا مثل ‎[[1, 0, -1]]‎.</translation>
    </message>
    <message>
        <source>A tensor of this shape is no weight of {layer}: {shape} is needed.</source>
        <translation>موتر بهذا الشكل ليس وزنًا للطبقة {layer}: المطلوب {shape}.</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>File</source>
        <translation>ملف</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تحرير</translation>
    </message>
    <message>
        <source>View</source>
        <translation>عرض</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>الدرس</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>التنقّل</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>الرسم البياني</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>البرنامج</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>مساعدة</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>فتح…</translation>
    </message>
    <message>
        <source>Save the program</source>
        <translation>حفظ البرنامج</translation>
    </message>
    <message>
        <source>Save the program as…</source>
        <translation>حفظ البرنامج باسم…</translation>
    </message>
    <message>
        <source>Export the output…</source>
        <translation>تصدير المخرجات…</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>جلسة جديدة</translation>
    </message>
    <message>
        <source>Recent sessions</source>
        <translation>الجلسات الأخيرة</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>حفظ الجلسة</translation>
    </message>
    <message>
        <source>Save the session as…</source>
        <translation>حفظ الجلسة باسم…</translation>
    </message>
    <message>
        <source>Export a picture or a film…</source>
        <translation>تصدير صورة أو فيلم…</translation>
    </message>
    <message>
        <source>Camera on or off</source>
        <translation>تشغيل الكاميرا أو إيقافها</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>إعادة</translation>
    </message>
    <message>
        <source>Reset this lab</source>
        <translation>إعادة المختبر إلى حالته الأولى</translation>
    </message>
    <message>
        <source>Copy as PyTorch code</source>
        <translation>نسخ على هيئة شيفرة PyTorch</translation>
    </message>
    <message>
        <source>Copy the view as a picture</source>
        <translation>نسخ العرض صورةً</translation>
    </message>
    <message>
        <source>Paste a layer or weights</source>
        <translation>لصق طبقة أو أوزان</translation>
    </message>
    <message>
        <source>Signal lab</source>
        <translation>مختبر الإشارات</translation>
    </message>
    <message>
        <source>Image lab</source>
        <translation>مختبر الصور</translation>
    </message>
    <message>
        <source>Autograd lab</source>
        <translation>مختبر التفاضل التلقائي</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>تكبير</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>تصغير</translation>
    </message>
    <message>
        <source>Normal size</source>
        <translation>الحجم المعتاد</translation>
    </message>
    <message>
        <source>Present, or leave presenting</source>
        <translation>ابدأ العرض أو أنهِه</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>ملء الشاشة</translation>
    </message>
    <message>
        <source>Show or hide the controls</source>
        <translation>إظهار لوحة التحكم أو إخفاؤها</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>إظهار لوحة التفاصيل أو إخفاؤها</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>المظهر الفاتح</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>المظهر الداكن</translation>
    </message>
    <message>
        <source>Projector theme</source>
        <translation>مظهر جهاز العرض</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>مظهر النظام</translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>تبديل اللغة</translation>
    </message>
    <message>
        <source>Reduce or allow motion</source>
        <translation>تقليل الحركة أو السماح بها</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>إلى البداية</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>السابق</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>تشغيل أو توقف مؤقت</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>إلى النهاية</translation>
    </message>
    <message>
        <source>Up: the kernel or row before</source>
        <translation>إلى أعلى: النواة السابقة أو الصف السابق</translation>
    </message>
    <message>
        <source>Down: the kernel or row after</source>
        <translation>إلى أسفل: النواة التالية أو الصف التالي</translation>
    </message>
    <message>
        <source>To the next pass</source>
        <translation>إلى التمرير التالي</translation>
    </message>
    <message>
        <source>To the previous pass</source>
        <translation>إلى التمرير السابق</translation>
    </message>
    <message>
        <source>To the next visit of this node</source>
        <translation>إلى الزيارة التالية لهذه العقدة</translation>
    </message>
    <message>
        <source>To the last visit of this node</source>
        <translation>إلى الزيارة السابقة لهذه العقدة</translation>
    </message>
    <message>
        <source>To the next step of this line</source>
        <translation>إلى المرحلة التالية لهذا السطر</translation>
    </message>
    <message>
        <source>To the last step of this line</source>
        <translation>إلى المرحلة السابقة لهذا السطر</translation>
    </message>
    <message>
        <source>The whole graph</source>
        <translation>الرسم البياني كله</translation>
    </message>
    <message>
        <source>Find a node</source>
        <translation>البحث عن عقدة</translation>
    </message>
    <message>
        <source>Along an edge towards the root</source>
        <translation>على حافة نحو الجذر</translation>
    </message>
    <message>
        <source>Along an edge towards the leaves</source>
        <translation>على حافة نحو الأوراق</translation>
    </message>
    <message>
        <source>To the node above</source>
        <translation>إلى العقدة الأعلى</translation>
    </message>
    <message>
        <source>To the node below</source>
        <translation>إلى العقدة الأسفل</translation>
    </message>
    <message>
        <source>Visit the node, or open the group</source>
        <translation>زيارة العقدة أو فتح المجموعة</translation>
    </message>
    <message>
        <source>Open the group</source>
        <translation>فتح المجموعة</translation>
    </message>
    <message>
        <source>Close the group around the node</source>
        <translation>طيّ المجموعة المحيطة بالعقدة</translation>
    </message>
    <message>
        <source>Run the program</source>
        <translation>تشغيل البرنامج</translation>
    </message>
    <message>
        <source>Stop the program</source>
        <translation>إيقاف البرنامج</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>الدروس</translation>
    </message>
    <message>
        <source>Begin with the first lesson</source>
        <translation>البدء بالدرس الأول</translation>
    </message>
    <message>
        <source>Next step of the lesson</source>
        <translation>المحطة التالية من الدرس</translation>
    </message>
    <message>
        <source>Previous step of the lesson</source>
        <translation>المحطة السابقة من الدرس</translation>
    </message>
    <message>
        <source>Return to the lesson&apos;s step</source>
        <translation>العودة إلى محطة الدرس</translation>
    </message>
    <message>
        <source>Show or hide the lesson</source>
        <translation>إظهار الدرس أو إخفاؤه</translation>
    </message>
    <message>
        <source>Add the present state as a step…</source>
        <translation>إضافة الحالة الراهنة محطةً في درس…</translation>
    </message>
    <message>
        <source>Close the lesson</source>
        <translation>إغلاق الدرس</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>ابحث عن أمر</translation>
    </message>
    <message>
        <source>Explain this: card and documentation</source>
        <translation>اشرح هذا: بطاقته وتوثيقه</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>المسرد</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>Listening to kernels: the lecture&apos;s experiment</source>
        <translation>الاستماع إلى النوى: تجربة المحاضرة</translation>
    </message>
    <message>
        <source>About ConvGrad</source>
        <translation>عن ConvGrad</translation>
    </message>
</context>
<context>
    <name>Custom</name>
    <message>
        <source>Custom function</source>
        <translation>دالة مخصصة</translation>
    </message>
    <message>
        <source>No custom function here</source>
        <translation>لا دالة مخصصة هنا</translation>
    </message>
    <message>
        <source>A torch.autograd.Function brings a forward and a backward of its own. Run a program that uses one, and its backward can be entered here line by line and checked.</source>
        <translation>تأتي torch.autograd.Function بدالتي forward وbackward خاصتين بها. شغّل برنامجًا يستعمل واحدة، فيمكن هنا دخول backward فيها سطرًا سطرًا وفحصها.</translation>
    </message>
    <message>
        <source>Begin with the template</source>
        <translation>ابدأ من القالب</translation>
    </message>
    <message>
        <source>{node}, line {line}</source>
        <translation>{node}، السطر {line}</translation>
    </message>
    <message>
        <source>gradcheck</source>
        <translation>gradcheck</translation>
    </message>
    <message>
        <source>Check with finite differences</source>
        <translation>افحص بالفروق المحدودة</translation>
    </message>
    <message>
        <source>In float64 each input is moved by {step} to either side; what forward then says is compared with what backward says. An entry fails where they differ by more than {atol} + {rtol} of it.</source>
        <translation>يُزاح كل مدخل في float64 بمقدار {step} إلى الجانبين، ويُقارن ما تعطيه forward عندئذ بما تعطيه backward. ويفشل العنصر إذا زاد الفرق على ⁦{atol} + {rtol}⁩ من قيمته.</translation>
    </message>
    <message>
        <source>The recorded pass is asked…</source>
        <translation>يُسأل التمرير المسجَّل…</translation>
    </message>
    <message>
        <source>✓ torch.autograd.gradcheck agrees</source>
        <translation>✓ يوافق torch.autograd.gradcheck</translation>
    </message>
    <message>
        <source>✗ torch.autograd.gradcheck refuses it</source>
        <translation>✗ يرفضها torch.autograd.gradcheck</translation>
    </message>
    <message>
        <source>Output {output} {first} with respect to input {input} {second}</source>
        <translation>الخرج {output} {first} بالنسبة إلى المدخل {input} {second}</translation>
    </message>
    <message>
        <source>what backward says</source>
        <translation>ما تعطيه backward</translation>
    </message>
    <message>
        <source>what forward&apos;s differences say</source>
        <translation>ما تعطيه فروق forward</translation>
    </message>
    <message>
        <source>✓ every entry agrees; the largest difference is {largest}</source>
        <translation>✓ كل العناصر متوافقة؛ أكبر فرق {largest}</translation>
    </message>
    <message numerus="yes">
        <source>✗ %n entry(s) fail, framed above</source>
        <translation>
            <numerusform>✗ لا عنصر فاشل</numerusform>
            <numerusform>✗ عنصر واحد فاشل، مؤطَّر أعلاه</numerusform>
            <numerusform>✗ عنصران فاشلان، مؤطَّران أعلاه</numerusform>
            <numerusform>✗ %n عناصر فاشلة، مؤطَّرة أعلاه</numerusform>
            <numerusform>✗ %n عنصرًا فاشلًا، مؤطَّرة أعلاه</numerusform>
            <numerusform>✗ %n عنصر فاشل، مؤطَّرة أعلاه</numerusform>
        </translation>
    </message>
    <message>
        <source>[{row}, {column}]: {analytical} instead of {numerical}</source>
        <translation>[{row}, {column}]: {analytical} بدلًا من {numerical}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ولا شيء بعد</numerusform>
            <numerusform>وواحد آخر</numerusform>
            <numerusform>واثنان آخران</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n آخر</numerusform>
            <numerusform>و%n آخر</numerusform>
        </translation>
    </message>
    <message>
        <source>Inside backward, line by line</source>
        <translation>داخل backward سطرًا سطرًا</translation>
    </message>
    <message>
        <source>The line before</source>
        <translation>السطر السابق</translation>
    </message>
    <message>
        <source>The next line</source>
        <translation>السطر التالي</translation>
    </message>
    <message>
        <source>Line of backward</source>
        <translation>سطر من backward</translation>
    </message>
    <message>
        <source>{name}.backward was run again in a copy of the program&apos;s process, with the gradients that had arrived.</source>
        <translation>شُغّلت ⁦{name}.backward⁩ ثانيةً في نسخة من عملية البرنامج، بالتدرّجات التي وصلت إليها.</translation>
    </message>
    <message>
        <source>Arrives for output {slot}</source>
        <translation>يصل للخرج {slot}</translation>
    </message>
    <message>
        <source>ctx saved: {name}</source>
        <translation>حفظ ctx: {name}</translation>
    </message>
    <message>
        <source>{name} is deleted</source>
        <translation>حُذف {name}</translation>
    </message>
    <message>
        <source>Raised here: {error}</source>
        <translation>أُطلق هنا: {error}</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>أُعيد</translation>
    </message>
</context>
<context>
    <name>Described</name>
    <message>
        <source>the window slides over the input</source>
        <translation>النافذة تنزلق على المُدخل</translation>
    </message>
    <message>
        <source>the layer as a matrix</source>
        <translation>الطبقة على هيئة مصفوفة</translation>
    </message>
    <message>
        <source>the layer as figures of boxes</source>
        <translation>الطبقة مرسومةً بالمكعبات</translation>
    </message>
    <message>
        <source>the gradients of the layer</source>
        <translation>تدرّجات الطبقة</translation>
    </message>
    <message>
        <source>the spectra of input and outputs</source>
        <translation>طيف المُدخل وأطياف المُخرجات</translation>
    </message>
    <message>
        <source>two layers side by side</source>
        <translation>طبقتان جنبًا إلى جنب</translation>
    </message>
    <message>
        <source>a kernel found by gradient descent</source>
        <translation>نواة يعثر عليها الانحدار التدريجي</translation>
    </message>
    <message>
        <source>experiments on why it works</source>
        <translation>تجارب تبيّن لماذا ينجح</translation>
    </message>
    <message>
        <source>the graph of grad_fn nodes</source>
        <translation>الرسم البياني لعقد grad_fn</translation>
    </message>
    <message>
        <source>the derivation by hand</source>
        <translation>الاشتقاق يدويًا</translation>
    </message>
    <message>
        <source>a Jacobian of the pass</source>
        <translation>مصفوفة جاكوبي للتمرير</translation>
    </message>
    <message>
        <source>what if something were otherwise</source>
        <translation>ماذا لو تغيّر شيء</translation>
    </message>
    <message>
        <source>inside of a custom function</source>
        <translation>داخل دالة مخصصة</translation>
    </message>
    <message>
        <source>{lab} lab: {page}.</source>
        <translation>مختبر {lab}: {page}.</translation>
    </message>
    <message>
        <source>Recording: {name}, samples {first} to {last}.</source>
        <translation>التسجيل: {name}، العينات من {first} إلى {last}.</translation>
    </message>
    <message>
        <source>Window {window} of {count}, kernel {kernel}: {value}.</source>
        <translation>النافذة {window} من {count}، النواة {kernel}: {value}.</translation>
    </message>
    <message>
        <source>Picture: {name}, {size}.</source>
        <translation>الصورة: {name}، {size}.</translation>
    </message>
    <message>
        <source>Step {step} of the search, learning from kernel {kernel}.</source>
        <translation>المرحلة {step} من البحث، والتعلّم من النواة {kernel}.</translation>
    </message>
    <message>
        <source>Window at row {row}, column {column}, kernel {kernel}: {value}.</source>
        <translation>النافذة عند الصف {row} والعمود {column}، النواة {kernel}: {value}.</translation>
    </message>
    <message>
        <source>Layer: {code}.</source>
        <translation>الطبقة: {code}.</translation>
    </message>
    <message>
        <source>Shapes: {shapes}.</source>
        <translation>الأشكال: {shapes}.</translation>
    </message>
    <message>
        <source>Torch refuses this layer: there is no output.</source>
        <translation>يرفض torch هذه الطبقة: لا مُخرج لها.</translation>
    </message>
    <message>
        <source>a program of the user&apos;s own</source>
        <translation>برنامج للمستخدم نفسه</translation>
    </message>
    <message>
        <source>Program: {name}.</source>
        <translation>البرنامج: {name}.</translation>
    </message>
    <message>
        <source>It was not run.</source>
        <translation>لم يُشغَّل.</translation>
    </message>
    <message>
        <source>It has {lines} lines, and recorded {nodes} nodes and {edges} edges.</source>
        <translation>عدد أسطره {lines}، وسُجّل من العقد {nodes} ومن الحواف {edges}.</translation>
    </message>
    <message>
        <source>It ended with {type}: {message}</source>
        <translation>انتهى بالخطأ {type}: {message}</translation>
    </message>
    <message>
        <source>Before the first of {count} steps.</source>
        <translation>قبل أولى المراحل وعددها {count}.</translation>
    </message>
    <message>
        <source>Step {step} of {count}: backward pass {number}, line {line}.</source>
        <translation>المرحلة {step} من {count}: التمرير الخلفي {number}، السطر {line}.</translation>
    </message>
    <message>
        <source>Step {step} of {count}: forward, line {line}.</source>
        <translation>المرحلة {step} من {count}: التمرير الأمامي، السطر {line}.</translation>
    </message>
    <message>
        <source>Node: {node}.</source>
        <translation>العقدة: {node}.</translation>
    </message>
    <message>
        <source>Arrives: {value}.</source>
        <translation>يصل: {value}.</translation>
    </message>
    <message>
        <source>Sent on: {value}.</source>
        <translation>يُرسَل: {value}.</translation>
    </message>
    <message>
        <source>Gives: {value}.</source>
        <translation>ينتج: {value}.</translation>
    </message>
    <message>
        <source>{name}.grad: {value}.</source>
        <translation>‏{name}.grad: {value}.</translation>
    </message>
</context>
<context>
    <name>Documentation</name>
    <message>
        <source>Torch&apos;s documentation</source>
        <translation>توثيق torch</translation>
    </message>
    <message>
        <source>From what is installed: {torch}</source>
        <translation>من النسخة المثبَّتة: {torch}</translation>
    </message>
    <message>
        <source>Looking it up…</source>
        <translation>جارٍ البحث…</translation>
    </message>
    <message>
        <source>The installed torch has no documentation of {name}.</source>
        <translation>لا يحوي torch المثبَّت توثيقًا لـ {name}.</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>keyword</source>
        <translation>كلمة محجوزة</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>مدمج</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>معامل</translation>
    </message>
    <message>
        <source>if a tensor</source>
        <translation>إن كان موترًا</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>بحث</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>المطابقة السابقة</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>المطابقة التالية</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} من {total}</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>The program cannot be read as Python. Mend its syntax first.</source>
        <translation>لا يمكن قراءة البرنامج بلغة Python. أصلِح صياغته أولًا.</translation>
    </message>
    <message>
        <source>No statement of its own makes this tensor. Change the program by hand.</source>
        <translation>لا توجد تعليمة مستقلة تنشئ هذا الموتر. غيّر البرنامج بيدك.</translation>
    </message>
    <message>
        <source>Several lines give this name. Run the program, then choose again.</source>
        <translation>عدة أسطر تعطي هذا الاسم. شغّل البرنامج ثم اختر من جديد.</translation>
    </message>
    <message>
        <source>A module&apos;s parameter requires a gradient from the start. Call requires_grad_(False) on it by hand.</source>
        <translation>معامل الوحدة يتطلب تدرّجًا منذ البداية. استدعِ ⁦requires_grad_(False)⁩ عليه بيدك.</translation>
    </message>
    <message>
        <source>This tensor is made in a way that ConvGrad cannot edit. Change {line} by hand.</source>
        <translation>أُنشئ هذا الموتر بطريقة لا يستطيع ConvGrad تعديلها. غيّر {line} بيدك.</translation>
    </message>
    <message>
        <source>This is a second name of a tensor. Change it at its first name.</source>
        <translation>هذا اسم ثانٍ لموتر. غيّره عند اسمه الأول.</translation>
    </message>
    <message>
        <source>The program has no import of torch by its name. Write {code} first.</source>
        <translation>البرنامج لا يستورد torch باسمه. اكتب {code} أولًا.</translation>
    </message>
    <message>
        <source>Several statements share a line. Give each its own, or change {line} by hand.</source>
        <translation>عدة تعليمات في سطر واحد. ضع كلًّا منها في سطر، أو غيّر {line} بيدك.</translation>
    </message>
    <message>
        <source>Only a single statement can be put under no_grad. Change {line} by hand.</source>
        <translation>لا توضع تحت no_grad إلا تعليمة واحدة بسيطة. غيّر {line} بيدك.</translation>
    </message>
    <message>
        <source>no_grad is switched on further out. Change {line} by hand.</source>
        <translation>فُعّل no_grad في موضع خارجي أعلى. غيّر {line} بيدك.</translation>
    </message>
    <message>
        <source>The with statement does more than no_grad. Change {line} by hand.</source>
        <translation>تعليمة with تفعل أكثر من no_grad. غيّر {line} بيدك.</translation>
    </message>
    <message>
        <source>The program computes its seed. Change {line} by hand.</source>
        <translation>البرنامج يحسب بذرته بنفسه. غيّر {line} بيدك.</translation>
    </message>
    <message>
        <source>No line of its own draws random numbers. Put the seed in by hand.</source>
        <translation>لا يوجد سطر مستقل يسحب أعدادًا عشوائية. ضع البذرة بيدك.</translation>
    </message>
    <message>
        <source>Integers cannot require a gradient. Write {number} instead of 1.</source>
        <translation>الأعداد الصحيحة لا يمكن أن تتطلب تدرّجًا. اكتب {number} بدلًا من 1.</translation>
    </message>
    <message>
        <source>the program</source>
        <translation>البرنامج</translation>
    </message>
    <message>
        <source>line {number}</source>
        <translation>السطر {number}</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>{node} of line {saved_line} needs what it saved ({saved}) for its gradient, but the backward pass of line {first_backward_line} has freed it: by default a graph serves once.</source>
        <translation>تحتاج {node} من السطر {saved_line} إلى ما حفظته ({saved}) لحساب تدرّجها، لكن التمرير الخلفي في السطر {first_backward_line} قد حرّره: فالرسم البياني يُستعمل مرة واحدة ما لم يُطلب غير ذلك.</translation>
    </message>
    <message>
        <source>{node} of line {saved_line} saved {tensor} for its gradient, at version {then}; {operation} in line {changed_line} changed it in place, and now it is at version {now}.</source>
        <translation>حفظت {node} من السطر {saved_line} الموتر {tensor} لحساب تدرّجها وهو عند الإصدار {then}، ثم غيّرته {operation} في موضعه في السطر {changed_line} فصار عند الإصدار {now}.</translation>
    </message>
    <message>
        <source>{node} of line {saved_line} saved {tensor} for its gradient, at version {then}; since then it was changed in place, and now it is at version {now}.</source>
        <translation>حفظت {node} من السطر {saved_line} الموتر {tensor} لحساب تدرّجها وهو عند الإصدار {then}، ثم غُيِّر في موضعه فصار عند الإصدار {now}.</translation>
    </message>
    <message>
        <source>backward was called on {root}, which has {count} values; without a gradient given to it, it can only begin at a single one.</source>
        <translation>استُدعيت backward على {root} وعدد قيمه {count}؛ وهي لا تبدأ إلا من قيمة واحدة ما لم يُعطَ لها تدرّج.</translation>
    </message>
    <message>
        <source>The gradient given to backward has the shape {gradient_shape}, but the result that it belongs to has {root_shape}: each value needs one.</source>
        <translation>شكل التدرّج المعطى لـ backward هو {gradient_shape}، وشكل الناتج الذي يخصّه {root_shape}: لكل قيمة تدرّج واحد.</translation>
    </message>
    <message>
        <source>{root} has no graph: {operation} in line {cause_line} ran under {switch}, which begins in line {off_line}, so nothing was recorded.</source>
        <translation>لا رسم بيانيًّا لـ {root}: نُفِّذت {operation} في السطر {cause_line} تحت {switch} الذي يبدأ في السطر {off_line}، فلم يُسجَّل شيء.</translation>
    </message>
    <message>
        <source>{root} has no graph: {operation} in line {cause_line} ran while gradients were switched off, so nothing was recorded.</source>
        <translation>لا رسم بيانيًّا لـ {root}: نُفِّذت {operation} في السطر {cause_line} والتدرّجات معطّلة، فلم يُسجَّل شيء.</translation>
    </message>
    <message>
        <source>{root} has no graph: {operation} in line {cause_line} cut it off from what came before.</source>
        <translation>لا رسم بيانيًّا لـ {root}: قطعته {operation} في السطر {cause_line} عمّا قبله.</translation>
    </message>
    <message>
        <source>{root} was computed from a gradient, and the pass that made this gradient recorded no graph of its own.</source>
        <translation>حُسب {root} من تدرّج، والتمرير الذي أنتج هذا التدرّج لم يسجّل رسمًا بيانيًّا خاصًّا به.</translation>
    </message>
    <message>
        <source>{root} has no graph: nothing that it was computed from requires grad ({leaves}).</source>
        <translation>لا رسم بيانيًّا لـ {root}: لا شيء مما حُسب منه يتطلب تدرّجًا ({leaves}).</translation>
    </message>
    <message>
        <source>{root} has no graph: nothing that it was computed from requires grad.</source>
        <translation>لا رسم بيانيًّا لـ {root}: لا شيء مما حُسب منه يتطلب تدرّجًا.</translation>
    </message>
    <message>
        <source>{root} has no graph: {operation} in line {cause_line} gives {dtype}, and such values move in steps, so they have no gradient.</source>
        <translation>لا رسم بيانيًّا لـ {root}: تعطي {operation} في السطر {cause_line} قيمًا من النوع {dtype}، وهي تتغيّر قفزًا فلا تدرّج لها.</translation>
    </message>
    <message>
        <source>torch.autograd.grad was asked for the gradient of {input}, but no way in the graph leads from {root} to it.</source>
        <translation>طُلب من ⁦torch.autograd.grad⁩ تدرّج {input}، لكن لا طريق في الرسم البياني من {root} إليه.</translation>
    </message>
    <message>
        <source>torch.autograd.grad was asked for the gradient of {input}, which does not require grad.</source>
        <translation>طُلب من ⁦torch.autograd.grad⁩ تدرّج {input}، وهو لا يتطلب تدرّجًا.</translation>
    </message>
    <message>
        <source>The number of gradients that the backward of {function} returns in line {defined_line} is {got}, but its forward takes {expected}: each argument needs one.</source>
        <translation>عدد التدرّجات التي تعيدها backward للدالة {function} في السطر {defined_line} هو {got}، لكن forward تأخذ {expected}: لكل وسيط تدرّج واحد.</translation>
    </message>
    <message>
        <source>What the backward of {function} returns in line {defined_line} does not fit its forward: needed are {expected}, one for each argument, each of its argument&apos;s shape.</source>
        <translation>ما تعيده backward للدالة {function} في السطر {defined_line} لا يوافق forward: عدد التدرّجات المطلوبة {expected}، لكل وسيط واحد وبشكله.</translation>
    </message>
    <message>
        <source>The backward of {function} returns in line {defined_line} a gradient of shape {given} for an input of shape {wanted}.</source>
        <translation>تعيد backward للدالة {function} في السطر {defined_line} تدرّجًا شكله {given} لمدخل شكله {wanted}.</translation>
    </message>
    <message>
        <source>{function} is a custom function, and torch runs such a function only through its apply.</source>
        <translation>{function} دالة مخصصة، ولا تنفّذ torch مثلها إلا عبر apply.</translation>
    </message>
    <message>
        <source>The backward of {function} raised {kind} in line {line}, while the pass of line {pass_line} ran it.</source>
        <translation>أطلقت backward للدالة {function} الخطأ {kind} في السطر {line} أثناء تنفيذها في تمرير السطر {pass_line}.</translation>
    </message>
    <message>
        <source>Your own code in line {line} raised {kind}, called by the engine during the pass of line {pass_line}.</source>
        <translation>أطلقت شيفرتك في السطر {line} الخطأ {kind} حين استدعاها المحرّك في تمرير السطر {pass_line}.</translation>
    </message>
    <message>
        <source>The .grad of {tensor} is still None in line {line}: no backward pass has put a gradient there.</source>
        <translation>ما زالت ⁦.grad⁩ للموتر {tensor} تساوي None في السطر {line}: لم يضع أي تمرير خلفي تدرّجًا فيها.</translation>
    </message>
    <message>
        <source>{operation} in line {line} changes {tensor} in place, a leaf that requires grad: its gradient would belong to a value that is gone.</source>
        <translation>تغيّر {operation} في السطر {line} الموتر {tensor} في موضعه، وهو موتر ورقي يتطلب تدرّجًا: فيصير تدرّجه لقيمة لم تعد موجودة.</translation>
    </message>
    <message>
        <source>{operation} in line {line} changes {tensor} in place, which is a view of {base}, a leaf that requires grad: the leaf&apos;s own values would change.</source>
        <translation>تغيّر {operation} في السطر {line} الموتر {tensor} في موضعه، وهو معاينة (view) للموتر الورقي {base} الذي يتطلب تدرّجًا: فتتغيّر قيم الورقي نفسه.</translation>
    </message>
    <message>
        <source>{operation} in line {line} would save {tensor} for a gradient, but that was made in inference mode, where torch keeps no count of changes.</source>
        <translation>تريد {operation} في السطر {line} حفظ {tensor} لحساب تدرّج، لكنه صُنع في وضع الاستدلال حيث لا تعدّ torch التغييرات.</translation>
    </message>
    <message>
        <source>{operation} in line {line} changes {tensor} in place, which was made in inference mode and may only be changed there.</source>
        <translation>تغيّر {operation} في السطر {line} الموتر {tensor} في موضعه، وقد صُنع في وضع الاستدلال ولا يجوز تغييره إلا فيه.</translation>
    </message>
    <message>
        <source>{tensor} requires grad, and NumPy knows no gradients: what is computed there would be missing in the graph.</source>
        <translation>يتطلب {tensor} تدرّجًا، وNumPy لا تعرف التدرّجات: فما يُحسب فيها يغيب عن الرسم البياني.</translation>
    </message>
    <message>
        <source>{tensor} is the result of an operation, so whether it requires grad follows from the graph; only leaves can be switched.</source>
        <translation>{tensor} ناتج عملية، فتطلّبه للتدرّج يتبع الرسم البياني؛ ولا يُبدَّل ذلك إلا في الموترات الورقية.</translation>
    </message>
    <message>
        <source>The product of {left} and {right} needs equal inner sizes, but the first has {left_size} columns and the second {right_size} rows.</source>
        <translation>يحتاج جداء {left} و{right} إلى حجمين داخليين متساويين، لكن أعمدة الأول {left_size} وصفوف الثاني {right_size}.</translation>
    </message>
    <message>
        <source>The product of {left} and {right} needs equal inner sizes; {left_size} and {right_size} differ, though the first one would fit transposed.</source>
        <translation>يحتاج جداء {left} و{right} إلى حجمين داخليين متساويين، و{left_size} لا يساوي {right_size}؛ ومنقول الأول يوافق.</translation>
    </message>
    <message>
        <source>The product of {left} and {right} needs equal inner sizes; {left_size} and {right_size} differ, though the second one would fit transposed.</source>
        <translation>يحتاج جداء {left} و{right} إلى حجمين داخليين متساويين، و{left_size} لا يساوي {right_size}؛ ومنقول الثاني يوافق.</translation>
    </message>
    <message>
        <source>{layer} takes {wanted} features, the last size of its input, but {input} has {found} there.</source>
        <translation>تأخذ {layer} عددًا من السمات هو {wanted}، أي الحجم الأخير لمدخلها، لكنه في {input} يساوي {found}.</translation>
    </message>
    <message>
        <source>{layer} takes {wanted} features, the last size of its input; {input} has as many for each sample, but spread over several dimensions.</source>
        <translation>تأخذ {layer} عددًا من السمات هو {wanted}، أي الحجم الأخير لمدخلها؛ وفي {input} هذا العدد لكل عينة لكنه موزّع على عدة أبعاد.</translation>
    </message>
    <message>
        <source>{operation} takes its two values element by element, but {left} and {right} do not fit: in dimension {dim} they have {left_size} and {right_size}, neither equal nor 1.</source>
        <translation>تأخذ {operation} قيمتيها عنصرًا عنصرًا، لكن {left} و{right} لا يتوافقان: حجماهما في البعد {dim} هما {left_size} و{right_size}، فلا هما متساويان ولا أحدهما 1.</translation>
    </message>
    <message>
        <source>{operation} cannot pair {left} with {right} element by element: in dimension {dim} they have {left_size} and {right_size}; with rows and columns exchanged they would fit.</source>
        <translation>لا تستطيع {operation} مقابلة {left} مع {right} عنصرًا عنصرًا: حجماهما في البعد {dim} هما {left_size} و{right_size}؛ ولو تبادلت الصفوف والأعمدة لتوافقا.</translation>
    </message>
    <message>
        <source>{operation} cannot pair {left} with {right} element by element: shapes are lined up from the right, where {left_size} meets {right_size}.</source>
        <translation>لا تستطيع {operation} مقابلة {left} مع {right} عنصرًا عنصرًا: تُصفّ الأشكال من اليمين، وهناك يقابل {left_size} الحجم {right_size}.</translation>
    </message>
    <message>
        <source>{left} and {right} cannot be joined along dim={dim}: all other sizes must be equal, and those of dimension {place} differ.</source>
        <translation>لا يمكن ضم {left} و{right} على ⁦dim={dim}⁩: يجب أن تتساوى سائر الأحجام، وهي في البعد {place} مختلفة.</translation>
    </message>
    <message>
        <source>{left} and {right} cannot be joined along dim={dim}, where the other sizes differ; along dim={better} they could.</source>
        <translation>لا يمكن ضم {left} و{right} على ⁦dim={dim}⁩ لاختلاف سائر الأحجام؛ ويمكن على ⁦dim={better}⁩.</translation>
    </message>
    <message>
        <source>{left} and {right} cannot be joined: they have different numbers of dimensions.</source>
        <translation>لا يمكن ضم {left} و{right}: عدد أبعادهما مختلف.</translation>
    </message>
    <message>
        <source>torch.stack lays tensors of one shape on top of each other, but {left} and {right} differ.</source>
        <translation>تضع ⁦torch.stack⁩ موترات من شكل واحد بعضها فوق بعض، لكن {left} و{right} مختلفان.</translation>
    </message>
    <message>
        <source>{layer} slides over {dimensions} dimension(s), so its input has {most} dimensions, or {least} without a batch; {input} has {count}.</source>
        <translation>تنزلق {layer} على عدد من الأبعاد هو {dimensions}، فأبعاد مدخلها {most}، أو {least} بلا دفعة؛ وأبعاد {input} عددها {count}.</translation>
    </message>
    <message>
        <source>{layer} expects {wanted} input channels (groups = {groups}), but {input} has {found}.</source>
        <translation>تنتظر {layer} عدد قنوات دخل هو {wanted} (⁦groups = {groups}⁩)، لكنه في {input} يساوي {found}.</translation>
    </message>
    <message>
        <source>{layer} expects one input channel, but {input} has no dimension for channels, so its first size, {found}, was taken for that.</source>
        <translation>تنتظر {layer} قناة دخل واحدة، لكن {input} بلا بعد للقنوات، فحُسب حجمه الأول {found} عددًا للقنوات.</translation>
    </message>
    <message>
        <source>The kernel of {layer} reaches over {kernel}, more than the padded input {padded} has; {input} is too small.</source>
        <translation>تمتد نواة {layer} على {kernel}، وهو أكبر من المدخل بعد الحشو {padded}؛ فالمدخل {input} أصغر من اللازم.</translation>
    </message>
    <message>
        <source>groups = {groups} must divide both in_channels = {entering} and out_channels = {leaving}.</source>
        <translation>يجب أن يقسم ⁦groups = {groups}⁩ كلًّا من ⁦in_channels = {entering}⁩ و ⁦out_channels = {leaving}⁩.</translation>
    </message>
    <message>
        <source>{tensor} has {count} values, which do not fill the shape {wanted} exactly.</source>
        <translation>عدد قيم {tensor} هو {count}، وهي لا تملأ الشكل {wanted} تمامًا.</translation>
    </message>
    <message>
        <source>{tensor} does not lie in memory in its own order (it was transposed, say), so it cannot be viewed as {wanted} without a copy.</source>
        <translation>لا تقع قيم {tensor} في الذاكرة بترتيبه (كأن يكون منقولًا)، فلا تمكن معاينته بالشكل {wanted} دون نسخ.</translation>
    </message>
    <message>
        <source>Index {index} is outside of dimension {dim} of {tensor}, which has size {size}.</source>
        <translation>الفهرس {index} خارج البعد {dim} من {tensor}، وحجم هذا البعد {size}.</translation>
    </message>
    <message>
        <source>The number of indices is {count}, but {tensor} has {dims} dimension(s).</source>
        <translation>عدد الفهارس {count}، لكن عدد أبعاد {tensor} هو {dims}.</translation>
    </message>
    <message>
        <source>There is no dimension {dim} here: {tensor} has {dims}.</source>
        <translation>لا بعد هنا رقمه {dim}: عدد أبعاد {tensor} هو {dims}.</translation>
    </message>
    <message>
        <source>{layer} was asked for row {index}, but it has {size} rows.</source>
        <translation>طُلب من {layer} الصف {index}، لكن عدد صفوفها {size}.</translation>
    </message>
    <message>
        <source>A target names class {index}, but {input} has scores for {size} classes.</source>
        <translation>يسمّي أحد الأهداف الصنف {index}، لكن في {input} درجات لعدد من الأصناف هو {size}.</translation>
    </message>
    <message>
        <source>The scores {input} are of {rows} samples, but the target {target} is of {count}.</source>
        <translation>الدرجات {input} لعدد من العينات هو {rows}، لكن الهدف {target} لعدد هو {count}.</translation>
    </message>
    <message>
        <source>{tensor} has {count} values, and only a single one becomes a Python number.</source>
        <translation>عدد قيم {tensor} هو {count}، ولا تصير عددًا في Python إلا قيمة واحدة.</translation>
    </message>
    <message>
        <source>A condition must be true or false, but {tensor} has {count} values, some of which may be one and some the other.</source>
        <translation>لا بد للشرط أن يكون صحيحًا أو خاطئًا، لكن عدد قيم {tensor} هو {count}، وقد يصح بعضها دون بعض.</translation>
    </message>
    <message>
        <source>{operation} needs numbers of one kind, but {left} is {left_dtype} and {right} is {right_dtype}.</source>
        <translation>تحتاج {operation} إلى أعداد من نوع واحد، لكن {left} من النوع {left_dtype} و{right} من النوع {right_dtype}.</translation>
    </message>
    <message>
        <source>{operation} needs floating-point numbers, but {tensor} is {tensor_dtype}.</source>
        <translation>تحتاج {operation} إلى أعداد ذات فاصلة عائمة، لكن {tensor} من النوع {tensor_dtype}.</translation>
    </message>
    <message>
        <source>Only floating-point (or complex) numbers can require grad: {dtype} moves in steps, and has no derivative.</source>
        <translation>لا تتطلب تدرّجًا إلا الأعداد ذات الفاصلة العائمة (أو المركّبة): فالنوع {dtype} يتغيّر قفزًا ولا مشتقة له.</translation>
    </message>
    <message>
        <source>{tensor} is {tensor_dtype}, but it is used as indices or classes, which are whole numbers.</source>
        <translation>{tensor} من النوع {tensor_dtype}، لكنه مستعمل فهارس أو أصنافًا، وهي أعداد صحيحة.</translation>
    </message>
    <message>
        <source>{left} is on {left_device} and {right} is on {right_device}: an operation needs all of its tensors on one device.</source>
        <translation>{left} على الجهاز {left_device} و{right} على الجهاز {right_device}: تحتاج العملية إلى كل موتراتها على جهاز واحد.</translation>
    </message>
    <message>
        <source>Python cannot read line {line}; it gave up near column {column}. Nothing has run.</source>
        <translation>لا تستطيع Python قراءة السطر {line}، وتوقفت قرب العمود {column}. لم يُنفَّذ شيء.</translation>
    </message>
    <message>
        <source>Line {line} is not indented as the lines around it. Nothing has run.</source>
        <translation>إزاحة بداية السطر {line} لا توافق السطور حوله. لم يُنفَّذ شيء.</translation>
    </message>
    <message>
        <source>The name {name} stands for nothing when line {line} runs.</source>
        <translation>الاسم {name} لا يدل على شيء حين ينفَّذ السطر {line}.</translation>
    </message>
    <message>
        <source>The name {name} stands for nothing when line {line} runs; there is {near}.</source>
        <translation>الاسم {name} لا يدل على شيء حين ينفَّذ السطر {line}؛ ويوجد {near}.</translation>
    </message>
    <message>
        <source>The name {name} stands for nothing in line {line}: it was not imported.</source>
        <translation>الاسم {name} لا يدل على شيء في السطر {line}: لم يُستورد.</translation>
    </message>
    <message>
        <source>The function assigns to {name}, so this name is its own everywhere inside; in line {line} it has no value yet.</source>
        <translation>تُسند الدالة قيمة إلى {name}، فهذا الاسم خاص بها في داخلها كله؛ وهو بلا قيمة بعدُ في السطر {line}.</translation>
    </message>
    <message>
        <source>{what} has no {name}.</source>
        <translation>ليس في {what} ما اسمه {name}.</translation>
    </message>
    <message>
        <source>{what} has no {name}; it has {near}.</source>
        <translation>ليس في {what} ما اسمه {name}؛ وفيه {near}.</translation>
    </message>
    <message>
        <source>Line {line} asks None for {name}: a value that was expected is missing.</source>
        <translation>يطلب السطر {line} من None ما اسمه {name}: فالقيمة المنتظرة غائبة.</translation>
    </message>
    <message>
        <source>The module {module} was not found: it is not installed here, or is called otherwise.</source>
        <translation>لم توجد الوحدة {module}: إما أنها غير مثبّتة هنا وإما أن اسمها غير ذلك.</translation>
    </message>
    <message>
        <source>The module {module} has nothing called {name}.</source>
        <translation>ليس في الوحدة {module} ما اسمه {name}.</translation>
    </message>
    <message>
        <source>The module {module} has nothing called {name}; it has {near}.</source>
        <translation>ليس في الوحدة {module} ما اسمه {name}؛ وفيها {near}.</translation>
    </message>
    <message>
        <source>Line {line} divides a Python number by zero.</source>
        <translation>يقسم السطر {line} عددًا في Python على صفر.</translation>
    </message>
    <message>
        <source>Line {line} asks for a place that the sequence does not have.</source>
        <translation>يطلب السطر {line} موضعًا لا يوجد في المتتالية.</translation>
    </message>
    <message>
        <source>There is no entry with the key {key}.</source>
        <translation>لا عنصر مفتاحه {key}.</translation>
    </message>
    <message>
        <source>There is no entry with the key {key}; there is one with {near}.</source>
        <translation>لا عنصر مفتاحه {key}؛ ويوجد عنصر مفتاحه {near}.</translation>
    </message>
    <message>
        <source>{name} is followed by parentheses in line {line}, but it is a value ({kind}) and no function.</source>
        <translation>بعد {name} قوسان في السطر {line}، لكنه قيمة ({kind}) وليس دالة.</translation>
    </message>
    <message>
        <source>Line {line} takes a value apart into {wanted} names, but it has another number of parts.</source>
        <translation>يفكّك السطر {line} قيمة إلى عدد من الأسماء هو {wanted}، لكن عدد أجزائها غير ذلك.</translation>
    </message>
    <message>
        <source>Line {line} does something that the types of its values do not allow, or calls a function with other arguments than it takes.</source>
        <translation>يفعل السطر {line} ما لا تسمح به أنواع قيمه، أو يستدعي دالة بوسائط غير وسائطها.</translation>
    </message>
    <message>
        <source>A function called itself, directly or through others, deeper than Python allows; line {line} was the last.</source>
        <translation>استدعت دالة نفسها، مباشرة أو عبر غيرها، إلى عمق لا تسمح به Python؛ وكان السطر {line} آخر ما نُفِّذ.</translation>
    </message>
    <message>
        <source>There was not enough memory for what line {line} wanted to make.</source>
        <translation>لم تكفِ الذاكرة لما أراد السطر {line} صنعه.</translation>
    </message>
    <message>
        <source>The condition that line {line} asserts does not hold.</source>
        <translation>لا يتحقق الشرط الذي يؤكده السطر {line}.</translation>
    </message>
    <message>
        <source>input() in line {line} waits for something to be typed, but a program that runs here has no keyboard.</source>
        <translation>تنتظر input() في السطر {line} أن يُكتب شيء، لكن البرنامج الذي يعمل هنا ليست له لوحة مفاتيح.</translation>
    </message>
    <message>
        <source>What line {line} reads ended before all that was wanted was there.</source>
        <translation>انتهى ما يقرؤه السطر {line} قبل أن يكتمل المطلوب منه.</translation>
    </message>
    <message>
        <source>Line {line} ended the program on its own demand, with the exit code {status}; what comes after it did not run.</source>
        <translation>أنهى السطر {line} البرنامج بطلب منه، برمز الخروج {status}؛ ولم يُنفَّذ ما بعده.</translation>
    </message>
    <message>
        <source>Line {line} raised a group of exceptions; they are {count} in number, and the first is {first}.</source>
        <translation>أطلق السطر {line} مجموعة من الاستثناءات، عددها {count}، وأولها {first}.</translation>
    </message>
    <message>
        <source>Call backward once, or write retain_graph=True in line {first_backward_line} to keep the graph.</source>
        <translation>استدعِ backward مرة واحدة، أو اكتب ⁦retain_graph=True⁩ في السطر {first_backward_line} ليبقى الرسم البياني.</translation>
    </message>
    <message>
        <source>Make a new tensor in line {changed_line} (y = y + 1 in place of y += 1), or change it only after backward.</source>
        <translation>اصنع موترًا جديدًا في السطر {changed_line} (⁦y = y + 1⁩ بدل ⁦y += 1⁩)، أو غيّره بعد backward فقط.</translation>
    </message>
    <message>
        <source>Make a new tensor in place of changing this one, or change it only after backward.</source>
        <translation>اصنع موترًا جديدًا بدل تغيير هذا، أو غيّره بعد backward فقط.</translation>
    </message>
    <message>
        <source>Make one value of it with .sum() or .mean(), or give backward a gradient of shape {root_shape}.</source>
        <translation>اجعله قيمة واحدة بـ ⁦.sum()⁩ أو ⁦.mean()⁩، أو أعطِ backward تدرّجًا شكله {root_shape}.</translation>
    </message>
    <message>
        <source>Give a gradient of shape {root_shape}; torch.ones_like of the result has it.</source>
        <translation>أعطِ تدرّجًا شكله {root_shape}؛ و⁦torch.ones_like⁩ للناتج بهذا الشكل.</translation>
    </message>
    <message>
        <source>Move line {cause_line} out of what begins in line {off_line}.</source>
        <translation>انقل السطر {cause_line} إلى خارج ما يبدأ في السطر {off_line}.</translation>
    </message>
    <message>
        <source>Switch gradients on before line {cause_line}, with torch.enable_grad() or torch.set_grad_enabled(True).</source>
        <translation>فعّل التدرّجات قبل السطر {cause_line} بـ ⁦torch.enable_grad()⁩ أو ⁦torch.set_grad_enabled(True)⁩.</translation>
    </message>
    <message>
        <source>Leave {operation} out of line {cause_line}, or call backward on what was not detached.</source>
        <translation>احذف {operation} من السطر {cause_line}، أو استدعِ backward على ما لم يُفصل.</translation>
    </message>
    <message>
        <source>Write create_graph=True in the call that computes this gradient.</source>
        <translation>اكتب ⁦create_graph=True⁩ في الاستدعاء الذي يحسب هذا التدرّج.</translation>
    </message>
    <message>
        <source>Write requires_grad=True where you make the tensor whose gradient you want, such as {leaf} in line {made_line}.</source>
        <translation>اكتب ⁦requires_grad=True⁩ حيث تصنع الموتر الذي تريد تدرّجه، مثل {leaf} في السطر {made_line}.</translation>
    </message>
    <message>
        <source>Write requires_grad=True where you make the tensor whose gradient you want.</source>
        <translation>اكتب ⁦requires_grad=True⁩ حيث تصنع الموتر الذي تريد تدرّجه.</translation>
    </message>
    <message>
        <source>Call backward on a floating-point result, and use {operation} only outside of the loss.</source>
        <translation>استدعِ backward على ناتج ذي فاصلة عائمة، واستعمل {operation} خارج الخسارة فقط.</translation>
    </message>
    <message>
        <source>Compute the result from it, or write allow_unused=True to get None as its gradient.</source>
        <translation>احسب الناتج منه، أو اكتب ⁦allow_unused=True⁩ ليكون تدرّجه None.</translation>
    </message>
    <message>
        <source>Write requires_grad=True where it is made, before the result is computed from it.</source>
        <translation>اكتب ⁦requires_grad=True⁩ حيث يُصنع، قبل أن يُحسب الناتج منه.</translation>
    </message>
    <message>
        <source>Return {expected} in line {defined_line}, in the order of forward&apos;s arguments, with None for what needs no gradient.</source>
        <translation>أعد من السطر {defined_line} عددًا هو {expected}، بترتيب وسائط forward، مع None لما لا يحتاج إلى تدرّج.</translation>
    </message>
    <message>
        <source>Return {expected} in line {defined_line}, in the order of forward&apos;s arguments, with None for what needs no gradient; print their shapes before that.</source>
        <translation>أعد من السطر {defined_line} عددًا هو {expected}، بترتيب وسائط forward، مع None لما لا يحتاج إلى تدرّج؛ واطبع أشكالها قبل ذلك.</translation>
    </message>
    <message>
        <source>Let line {defined_line} return a gradient of shape {wanted}, for example by summing over what was broadcast.</source>
        <translation>اجعل السطر {defined_line} يعيد تدرّجًا شكله {wanted}، كأن تجمع على ما جرى بثّه.</translation>
    </message>
    <message>
        <source>Write {function}.apply(…).</source>
        <translation>اكتب ⁦{function}.apply(…)⁩.</translation>
    </message>
    <message>
        <source>Look at line {line}: what arrives there as a gradient has the shape of forward&apos;s result.</source>
        <translation>انظر إلى السطر {line}: ما يصل إليه من تدرّج له شكل ناتج forward.</translation>
    </message>
    <message>
        <source>Look at line {line}: a hook is given the gradient of the tensor that it is registered on.</source>
        <translation>انظر إلى السطر {line}: يُعطى الخطّاف (hook) تدرّج الموتر المسجَّل عليه.</translation>
    </message>
    <message>
        <source>Call backward before line {line}, on something computed from it; only leaves that require grad, and tensors after retain_grad(), keep a .grad.</source>
        <translation>استدعِ backward قبل السطر {line} على شيء محسوب منه؛ ولا يحتفظ بـ ⁦.grad⁩ إلا الموترات الورقية التي تتطلب تدرّجًا، وما استُدعيت عليه ⁦retain_grad()⁩.</translation>
    </message>
    <message>
        <source>For a step of descent put line {line} under with torch.no_grad():, else make a new tensor; never go through .data, which hides the change from autograd.</source>
        <translation>ضع السطر {line} تحت ⁦with torch.no_grad():⁩ إن كان خطوة انحدار، وإلا فاصنع موترًا جديدًا؛ ولا تستعمل ⁦.data⁩ أبدًا، فهي تخفي التغيير عن autograd.</translation>
    </message>
    <message>
        <source>Put line {line} under with torch.no_grad():, or clone the leaf first and change the copy.</source>
        <translation>ضع السطر {line} تحت ⁦with torch.no_grad():⁩، أو انسخ الورقي أولًا بـ clone وغيّر النسخة.</translation>
    </message>
    <message>
        <source>Use torch.no_grad() in place of torch.inference_mode(), or take a .clone() of the tensor outside.</source>
        <translation>استعمل ⁦torch.no_grad()⁩ بدل ⁦torch.inference_mode()⁩، أو خذ من الموتر ⁦.clone()⁩ خارجه.</translation>
    </message>
    <message>
        <source>Take a .clone() of it first, or use torch.no_grad() in place of torch.inference_mode().</source>
        <translation>خذ منه ⁦.clone()⁩ أولًا، أو استعمل ⁦torch.no_grad()⁩ بدل ⁦torch.inference_mode()⁩.</translation>
    </message>
    <message>
        <source>Write .detach().numpy(), if no gradient is to flow through it.</source>
        <translation>اكتب ⁦.detach().numpy()⁩ إن لم يكن ليمرّ عبره تدرّج.</translation>
    </message>
    <message>
        <source>Write .detach() for the same values without a graph.</source>
        <translation>اكتب ⁦.detach()⁩ للقيم نفسها بلا رسم بياني.</translation>
    </message>
    <message>
        <source>Change one of the two so that {left_size} and {right_size} become the same number.</source>
        <translation>غيّر أحدهما حتى يصير {left_size} و{right_size} عددًا واحدًا.</translation>
    </message>
    <message>
        <source>Transpose the first one (.mT): the result has the shape {result}.</source>
        <translation>خذ منقول الأول (⁦.mT⁩): فيكون شكل الناتج {result}.</translation>
    </message>
    <message>
        <source>Transpose the second one (.mT): the result has the shape {result}.</source>
        <translation>خذ منقول الثاني (⁦.mT⁩): فيكون شكل الناتج {result}.</translation>
    </message>
    <message>
        <source>Set in_features = {found}, or give it an input whose last size is {wanted}.</source>
        <translation>اجعل ⁦in_features = {found}⁩، أو أعطها مدخلًا حجمه الأخير {wanted}.</translation>
    </message>
    <message>
        <source>Flatten the input first: .flatten(1) gives {result}.</source>
        <translation>ابسط المدخل أولًا: تعطي ⁦.flatten(1)⁩ الشكل {result}.</translation>
    </message>
    <message>
        <source>Make the sizes of dimension {dim} equal, or one of them 1.</source>
        <translation>ساوِ بين الحجمين في البعد {dim}، أو اجعل أحدهما 1.</translation>
    </message>
    <message>
        <source>Transpose {tensor} (.mT): it becomes {result}.</source>
        <translation>خذ منقول {tensor} (⁦.mT⁩): فيصير {result}.</translation>
    </message>
    <message>
        <source>Give {tensor} a last dimension of size 1 with .unsqueeze(-1): it becomes {result}.</source>
        <translation>أعطِ {tensor} بعدًا أخيرًا حجمه 1 بـ ⁦.unsqueeze(-1)⁩: فيصير {result}.</translation>
    </message>
    <message>
        <source>Bring them to the same sizes in all dimensions but dim={dim}.</source>
        <translation>ساوِ بين أحجامها في كل الأبعاد إلا ⁦dim={dim}⁩.</translation>
    </message>
    <message>
        <source>Write dim={better}.</source>
        <translation>اكتب ⁦dim={better}⁩.</translation>
    </message>
    <message>
        <source>Give the smaller one a dimension of size 1 with .unsqueeze(…), or use torch.stack for tensors of one shape.</source>
        <translation>أعطِ أقلهما أبعادًا بعدًا حجمه 1 بـ ⁦.unsqueeze(…)⁩، أو استعمل ⁦torch.stack⁩ لموترات من شكل واحد.</translation>
    </message>
    <message>
        <source>Bring them to one shape, or join them along a dimension that they have with torch.cat.</source>
        <translation>اجعلها من شكل واحد، أو ضمّها على بعد موجود فيها بـ ⁦torch.cat⁩.</translation>
    </message>
    <message>
        <source>Add what is missing (batch, channels) with .unsqueeze(0), or flatten what is too many.</source>
        <translation>أضف الناقص (الدفعة أو القنوات) بـ ⁦.unsqueeze(0)⁩، أو ابسط الزائد.</translation>
    </message>
    <message>
        <source>Set in_channels = {found}, or bring the channels into their place: (batch, channels, size…).</source>
        <translation>اجعل ⁦in_channels = {found}⁩، أو ضع القنوات في مكانها: (الدفعة، القنوات، الأحجام…).</translation>
    </message>
    <message>
        <source>Add the dimension of channels with .unsqueeze(1): the input becomes {result}.</source>
        <translation>أضف بعد القنوات بـ ⁦.unsqueeze(1)⁩: فيصير المدخل {result}.</translation>
    </message>
    <message>
        <source>Use a smaller kernel, more padding, or a larger input.</source>
        <translation>استعمل نواة أصغر، أو حشوًا أكثر، أو مدخلًا أكبر.</translation>
    </message>
    <message>
        <source>Choose groups that divide both, such as 1.</source>
        <translation>اختر groups يقسمهما معًا، مثل 1.</translation>
    </message>
    <message>
        <source>The product of the sizes must be {count}; one size may be -1, then torch works it out.</source>
        <translation>يجب أن يكون جداء الأحجام {count}؛ ويجوز أن يكون أحدها ⁦-1⁩ فتحسبه torch.</translation>
    </message>
    <message>
        <source>Write .reshape{wanted}, which copies where it must, or call .contiguous() first.</source>
        <translation>اكتب ⁦.reshape{wanted}⁩، وهي تنسخ عند الحاجة، أو استدعِ ⁦.contiguous()⁩ أولًا.</translation>
    </message>
    <message>
        <source>Use an index from 0 to {last}, or a negative one from -{size} to -1, counted from the end.</source>
        <translation>استعمل فهرسًا من 0 إلى {last}، أو سالبًا من ⁦-{size}⁩ إلى ⁦-1⁩ يُعدّ من النهاية.</translation>
    </message>
    <message>
        <source>Use at most as many indices as dimensions: {dims}.</source>
        <translation>لا تزد عدد الفهارس على عدد الأبعاد: {dims}.</translation>
    </message>
    <message>
        <source>Use dim from {least} to {most}.</source>
        <translation>استعمل dim من {least} إلى {most}.</translation>
    </message>
    <message>
        <source>Use indices from 0 to {last}, or make it larger (num_embeddings).</source>
        <translation>استعمل فهارس من 0 إلى {last}، أو كبّرها (num_embeddings).</translation>
    </message>
    <message>
        <source>Number the classes from 0 to {last}, or give the last layer more outputs.</source>
        <translation>رقّم الأصناف من 0 إلى {last}، أو زد مخارج الطبقة الأخيرة.</translation>
    </message>
    <message>
        <source>Give one class for each sample: a target of shape ({rows},).</source>
        <translation>أعطِ لكل عينة صنفًا واحدًا: هدفًا شكله ⁦({rows},)⁩.</translation>
    </message>
    <message>
        <source>Choose one value (x[0]), make one of them (.mean()), or take all as a list with .tolist().</source>
        <translation>اختر قيمة واحدة (⁦x[0]⁩)، أو اصنع منها واحدة (⁦.mean()⁩)، أو خذها كلها قائمةً بـ ⁦.tolist()⁩.</translation>
    </message>
    <message>
        <source>Write .any() or .all() behind it, or choose element by element with torch.where.</source>
        <translation>اكتب بعده ⁦.any()⁩ أو ⁦.all()⁩، أو اختر عنصرًا عنصرًا بـ ⁦torch.where⁩.</translation>
    </message>
    <message>
        <source>Convert one of them: .to(torch.{wanted}).</source>
        <translation>حوّل أحدهما: ⁦.to(torch.{wanted})⁩.</translation>
    </message>
    <message>
        <source>Write .float() behind it, or make it of numbers with a point (1.0).</source>
        <translation>اكتب بعده ⁦.float()⁩، أو اصنعه من أعداد ذات فاصلة (⁦1.0⁩).</translation>
    </message>
    <message>
        <source>Write the numbers with a point (1.0), or dtype=torch.float32.</source>
        <translation>اكتب الأعداد بفاصلة (⁦1.0⁩)، أو ⁦dtype=torch.float32⁩.</translation>
    </message>
    <message>
        <source>Write .long() behind it.</source>
        <translation>اكتب بعده ⁦.long()⁩.</translation>
    </message>
    <message>
        <source>Bring both to one device with .to(…), the model as well as its input.</source>
        <translation>اجمعهما على جهاز واحد بـ ⁦.to(…)⁩، النموذج كما المدخل.</translation>
    </message>
    <message>
        <source>Look there, and in the line before, for a bracket, quote, comma or colon that is missing or too many.</source>
        <translation>ابحث هناك وفي السطر السابق عن قوس أو علامة اقتباس أو فاصلة أو نقطتين ناقصة أو زائدة.</translation>
    </message>
    <message>
        <source>Begin all lines of one block with the same number of spaces, and indent after a colon.</source>
        <translation>ابدأ سطور الكتلة الواحدة كلها بعدد واحد من المسافات، وأزِح بعد النقطتين.</translation>
    </message>
    <message>
        <source>Assign to {name} before that line, or import it.</source>
        <translation>أسند قيمة إلى {name} قبل ذلك السطر، أو استورده.</translation>
    </message>
    <message>
        <source>Write {near}, if that is what you meant.</source>
        <translation>اكتب {near} إن كان هو المقصود.</translation>
    </message>
    <message>
        <source>Write {statement} at the top.</source>
        <translation>اكتب {statement} في الأعلى.</translation>
    </message>
    <message>
        <source>Give it a value first, pass it as an argument, or give what is assigned another name.</source>
        <translation>أعطه قيمة أولًا، أو مرّره وسيطًا، أو سمِّ ما يُسند إليه باسم آخر.</translation>
    </message>
    <message>
        <source>See with dir(…) what it has, or whether it is the thing that you think.</source>
        <translation>انظر بـ ⁦dir(…)⁩ ما فيه، وهل هو الشيء الذي تظنه.</translation>
    </message>
    <message>
        <source>See where it comes from: a function without return gives None, and so does .grad before backward.</source>
        <translation>انظر من أين أتت القيمة: فالدالة بلا return تعطي None، وكذلك ⁦.grad⁩ قبل backward.</translation>
    </message>
    <message>
        <source>Check its name, or install it for the Python that runs this program.</source>
        <translation>تحقق من اسمها، أو ثبّتها لـ Python التي تنفّذ هذا البرنامج.</translation>
    </message>
    <message>
        <source>Check the name; another version of the module may have it elsewhere.</source>
        <translation>تحقق من الاسم؛ فقد يكون في موضع آخر في نسخة أخرى من الوحدة.</translation>
    </message>
    <message>
        <source>See why the divisor is zero there, or leave that case out.</source>
        <translation>انظر لماذا المقسوم عليه صفر هناك، أو استثنِ هذه الحالة.</translation>
    </message>
    <message>
        <source>Places count from 0, so the last is len(…) - 1; see whether it is shorter than expected.</source>
        <translation>تُعدّ المواضع من 0، فآخرها ⁦len(…) - 1⁩؛ وانظر هل المتتالية أقصر مما تظن.</translation>
    </message>
    <message>
        <source>See with .keys() which there are, or ask with .get(…).</source>
        <translation>انظر بـ ⁦.keys()⁩ ما المفاتيح الموجودة، أو اسأل بـ ⁦.get(…)⁩.</translation>
    </message>
    <message>
        <source>Leave out the parentheses, or see whether {name} was assigned over the function of that name.</source>
        <translation>احذف القوسين، أو انظر هل أُسندت قيمة إلى {name} فوق الدالة التي بهذا الاسم.</translation>
    </message>
    <message>
        <source>Write as many names as there are parts, or take the rest with *rest.</source>
        <translation>اكتب من الأسماء بعدد الأجزاء، أو خذ الباقي بـ ⁦*rest⁩.</translation>
    </message>
    <message>
        <source>Print type(…) of each value in line {line}, and compare the call with the function&apos;s definition.</source>
        <translation>اطبع ⁦type(…)⁩ لكل قيمة في السطر {line}، وقارن الاستدعاء بتعريف الدالة.</translation>
    </message>
    <message>
        <source>See that the recursion ends, or use a loop.</source>
        <translation>تأكد من أن الاستدعاء الذاتي ينتهي، أو استعمل حلقة.</translation>
    </message>
    <message>
        <source>Use smaller sizes or a smaller batch.</source>
        <translation>استعمل أحجامًا أصغر أو دفعة أصغر.</translation>
    </message>
    <message>
        <source>Print the values in the condition before that line.</source>
        <translation>اطبع قيم الشرط قبل ذلك السطر.</translation>
    </message>
    <message>
        <source>Write the value into the program, as in x = 3.0, instead of asking for it.</source>
        <translation>اكتب القيمة في البرنامج نفسه، مثل x = 3.0، بدلًا من السؤال عنها.</translation>
    </message>
    <message>
        <source>See whether the file is empty or was cut off; open it anew before it is read a second time.</source>
        <translation>تحقّق من أن الملف ليس فارغًا ولا مبتورًا، وافتحه من جديد قبل قراءته مرة ثانية.</translation>
    </message>
    <message>
        <source>Leave the call out to see the rest run; to end without an error, give sys.exit no argument.</source>
        <translation>احذف هذا الاستدعاء ليُنفَّذ الباقي؛ وللإنهاء دون خطأ استدعِ sys.exit بلا وسيط.</translation>
    </message>
    <message>
        <source>Each of them is an error of its own: mend the first, and run again.</source>
        <translation>كل واحد منها خطأ قائم بذاته: أصلح الأول، ثم شغّل البرنامج من جديد.</translation>
    </message>
    <message>
        <source>Raised in line {line}</source>
        <translation>وقع الخطأ في السطر {line}</translation>
    </message>
    <message>
        <source>Saved in line {line}</source>
        <translation>حُفظ في السطر {line}</translation>
    </message>
    <message>
        <source>Changed in line {line}</source>
        <translation>غُيِّر في السطر {line}</translation>
    </message>
    <message>
        <source>Freed in line {line}</source>
        <translation>حُرِّر في السطر {line}</translation>
    </message>
    <message>
        <source>Switched off in line {line}</source>
        <translation>عُطِّل في السطر {line}</translation>
    </message>
    <message>
        <source>Cause in line {line}</source>
        <translation>السبب في السطر {line}</translation>
    </message>
    <message>
        <source>Made in line {line}</source>
        <translation>صُنع في السطر {line}</translation>
    </message>
    <message>
        <source>Pass of line {line}</source>
        <translation>تمرير السطر {line}</translation>
    </message>
    <message>
        <source>Returned in line {line}</source>
        <translation>يُعاد في السطر {line}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Copy the error&apos;s message</source>
        <translation>نسخ رسالة الخطأ</translation>
    </message>
    <message>
        <source>Likely mend</source>
        <translation>الإصلاح المرجّح</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>الرسالة</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>Mean of squares</source>
        <translation>متوسط المربعات</translation>
    </message>
    <message>
        <source>Mean of squares, written y*y</source>
        <translation>متوسط المربعات مكتوبًا ⁦y*y⁩</translation>
    </message>
    <message>
        <source>The graph is built going forward</source>
        <translation>الرسم البياني يُبنى في التمرير الأمامي</translation>
    </message>
    <message>
        <source>A loop of unknown length</source>
        <translation>حلقة مجهولة الطول</translation>
    </message>
    <message>
        <source>backward(v): a vector-Jacobian product</source>
        <translation>⁦backward(v)⁩: جداء متجه–جاكوبي</translation>
    </message>
    <message>
        <source>backward from many values: an error</source>
        <translation>backward من قيم كثيرة: خطأ</translation>
    </message>
    <message>
        <source>w @ x, both gradients</source>
        <translation>⁦w @ x⁩ بالتدرّجين معًا</translation>
    </message>
    <message>
        <source>w @ x, one gradient</source>
        <translation>⁦w @ x⁩ بتدرّج واحد</translation>
    </message>
    <message>
        <source>w @ x, no gradient: an error</source>
        <translation>⁦w @ x⁩ بلا تدرّج: خطأ</translation>
    </message>
    <message>
        <source>no_grad: an error</source>
        <translation>no_grad: خطأ</translation>
    </message>
    <message>
        <source>detach</source>
        <translation>detach</translation>
    </message>
    <message>
        <source>A penalty on the gradient: double backward</source>
        <translation>عقوبة على التدرّج: تمرير خلفي مزدوج</translation>
    </message>
    <message>
        <source>Gradients are not yet descent</source>
        <translation>التدرّج وحده ليس انحدارًا</translation>
    </message>
    <message>
        <source>A small convolutional network</source>
        <translation>شبكة التفافية صغيرة</translation>
    </message>
    <message>
        <source>torch.autograd.grad</source>
        <translation>torch.autograd.grad</translation>
    </message>
    <message>
        <source>A leaf changed in place: an error</source>
        <translation>تعديل موتر ورقي في الموضع: خطأ</translation>
    </message>
    <message>
        <source>Your own function: the template</source>
        <translation>دالتك المخصصة: القالب</translation>
    </message>
    <message>
        <source>Custom function: add</source>
        <translation>دالة مخصصة: الجمع</translation>
    </message>
    <message>
        <source>Custom function: split</source>
        <translation>دالة مخصصة: التفريع</translation>
    </message>
    <message>
        <source>Custom function: split, one branch unused</source>
        <translation>دالة مخصصة: التفريع مع فرع غير مستعمل</translation>
    </message>
    <message>
        <source>Custom function: max</source>
        <translation>دالة مخصصة: القيمة العظمى</translation>
    </message>
    <message>
        <source>Custom functions, checked by gradcheck</source>
        <translation>دوال مخصصة يفحصها gradcheck</translation>
    </message>
    <message>
        <source>max at ties</source>
        <translation>max عند التساوي</translation>
    </message>
    <message>
        <source>Gradients accumulate</source>
        <translation>تراكم التدرّجات</translation>
    </message>
    <message>
        <source>retain_graph</source>
        <translation>retain_graph</translation>
    </message>
    <message>
        <source>A second backward: an error</source>
        <translation>backward ثانية: خطأ</translation>
    </message>
    <message>
        <source>A second backward that runs</source>
        <translation>backward ثانية تنجح</translation>
    </message>
    <message>
        <source>retain_grad</source>
        <translation>retain_grad</translation>
    </message>
    <message>
        <source>A hook on a tensor</source>
        <translation>خطّاف (hook) على موتر</translation>
    </message>
    <message>
        <source>Double backward</source>
        <translation>تمرير خلفي مزدوج</translation>
    </message>
    <message>
        <source>Changed in place: an error</source>
        <translation>تعديل في الموضع (in-place): خطأ</translation>
    </message>
    <message>
        <source>backward with the wrong shape: an error</source>
        <translation>backward بشكل غير مطابق: خطأ</translation>
    </message>
    <message>
        <source>A network in a class, trained</source>
        <translation>شبكة في صنف، مع تدريبها</translation>
    </message>
    <message>
        <source>The gradients of a convolution</source>
        <translation>تدرّجات الالتفاف</translation>
    </message>
    <message>
        <source>A small network, three steps of descent</source>
        <translation>شبكة صغيرة وثلاث دورات من الانحدار التدريجي</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message>
        <source>The layer is on the clipboard, as a program that prints what is shown.</source>
        <translation>الطبقة في الحافظة على هيئة برنامج يطبع ما هو معروض.</translation>
    </message>
    <message>
        <source>{name} is written.</source>
        <translation>كُتب {name}.</translation>
    </message>
    <message>
        <source>Writing {name}: {share}</source>
        <translation>تجري كتابة {name}: {share}</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>The picture is on the clipboard, with a description as text.</source>
        <translation>الصورة في الحافظة، ومعها وصفها نصًّا.</translation>
    </message>
    <message>
        <source>Stopped. Nothing was written.</source>
        <translation>أُوقف التصدير، ولم يُكتب شيء.</translation>
    </message>
    <message>
        <source>Write the export to</source>
        <translation>اكتب الملف في</translation>
    </message>
    <message>
        <source>{name} is written.</source>
        <translation>كُتب {name}.</translation>
    </message>
    <message>
        <source>The numbers of this page come from the program: it is run once more.</source>
        <translation>أعداد هذه الصفحة تأتي من البرنامج نفسه، فيُشغَّل مرة أخرى.</translation>
    </message>
    <message>
        <source>{frames} frames, {seconds} s</source>
        <translation>عدد الإطارات {frames}، المدة {seconds} ث</translation>
    </message>
    <message>
        <source>{size} pixels</source>
        <translation>{size} بكسل</translation>
    </message>
    <message>
        <source>Export a picture or a film</source>
        <translation>تصدير صورة أو فيلم</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>تصدير…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>How much is written</source>
        <translation>ما كُتب حتى الآن</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>الصيغة</translation>
    </message>
    <message>
        <source>What</source>
        <translation>المحتوى</translation>
    </message>
    <message>
        <source>Width and height</source>
        <translation>العرض والارتفاع</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>المقياس</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>المظهر</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>From step to step</source>
        <translation>من مرحلة إلى مرحلة</translation>
    </message>
    <message>
        <source>Steps a second</source>
        <translation>مراحل في الثانية</translation>
    </message>
    <message>
        <source>PNG picture</source>
        <translation>صورة PNG</translation>
    </message>
    <message>
        <source>SVG drawing</source>
        <translation>رسم SVG</translation>
    </message>
    <message>
        <source>PDF page</source>
        <translation>صفحة PDF</translation>
    </message>
    <message>
        <source>GIF film</source>
        <translation>فيلم GIF</translation>
    </message>
    <message>
        <source>MP4 film</source>
        <translation>فيلم MP4</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>الحافظة</translation>
    </message>
    <message>
        <source>The view</source>
        <translation>العرض وحده</translation>
    </message>
    <message>
        <source>The view and the inspector</source>
        <translation>العرض ولوحة التفاصيل</translation>
    </message>
    <message>
        <source>The whole page</source>
        <translation>الصفحة كلها</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكن</translation>
    </message>
    <message>
        <source>Projector</source>
        <translation>جهاز العرض</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>العرض بالبكسل</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>الارتفاع بالبكسل</translation>
    </message>
    <message>
        <source>First step</source>
        <translation>المرحلة الأولى</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>المرحلة الأخيرة</translation>
    </message>
    <message>
        <source>{name} cannot be written there: {reason}. Choose another folder.</source>
        <translation>تتعذّر كتابة {name} هناك: {reason}. اختر مجلدًا آخر.</translation>
    </message>
    <message>
        <source>There is no room for {name} on its disk. Nothing was left there.</source>
        <translation>لا متسع على القرص لكتابة {name}. لم يبقَ منه شيء هناك.</translation>
    </message>
    <message>
        <source>There is no step {step} here: they go from 0 to {last}.</source>
        <translation>لا توجد هنا مرحلة رقمها {step}: المراحل من 0 إلى {last}.</translation>
    </message>
    <message>
        <source>There are no steps {first} to {end} here: they go from 0 to {last}.</source>
        <translation>لا توجد هنا مراحل من {first} إلى {end}: المراحل من 0 إلى {last}.</translation>
    </message>
    <message>
        <source>A picture shows one step. Several make a GIF or an MP4.</source>
        <translation>تُظهر الصورة مرحلة واحدة. أما المراحل المتعددة فتصير فيلم GIF أو MP4.</translation>
    </message>
    <message>
        <source>{count} steps are too many for a film; {limit} are the most. Choose a part of them.</source>
        <translation>عدد المراحل {count} أكبر من أن يتسع له فيلم؛ الحد الأقصى {limit}. اختر جزءًا منها.</translation>
    </message>
    <message>
        <source>A picture may have {limit} million pixels. Choose a smaller size or scale.</source>
        <translation>الحد الأقصى للصورة {limit} مليون بكسل. اختر حجمًا أو مقياسًا أصغر.</translation>
    </message>
    <message>
        <source>The lab did not come to an end with what it shows. Try it again.</source>
        <translation>لم يُتمّ المختبر ما يعرضه. حاول مرة أخرى.</translation>
    </message>
    <message>
        <source>The process that computes ended. Try it again.</source>
        <translation>انتهت العملية التي تحسب. حاول مرة أخرى.</translation>
    </message>
    <message>
        <source>There is no encoder for {format} here. Choose another format.</source>
        <translation>لا يوجد هنا مرمِّز لصيغة {format}. اختر صيغة أخرى.</translation>
    </message>
    <message>
        <source>A camera&apos;s picture moves. Switch the camera off, which keeps its frame.</source>
        <translation>صورة الكاميرا متحركة. أطفئ الكاميرا فيبقى إطارها الأخير.</translation>
    </message>
</context>
<context>
    <name>Graph</name>
    <message>
        <source>leaf</source>
        <translation>موتر ورقي</translation>
    </message>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>لا عقد</numerusform>
            <numerusform>عقدة واحدة</numerusform>
            <numerusform>عقدتان</numerusform>
            <numerusform>%n عقد</numerusform>
            <numerusform>%n عقدة</numerusform>
            <numerusform>%n عقدة</numerusform>
        </translation>
    </message>
    <message>
        <source>iteration {number}</source>
        <translation>التكرار {number}</translation>
    </message>
    <message>
        <source>line {line}</source>
        <translation>السطر {line}</translation>
    </message>
    <message numerus="yes">
        <source>%n gradients add up</source>
        <translation>
            <numerusform>لا تدرّجات تُجمع</numerusform>
            <numerusform>تدرّج واحد</numerusform>
            <numerusform>يُجمع تدرّجان</numerusform>
            <numerusform>تُجمع %n تدرّجات</numerusform>
            <numerusform>يُجمع %n تدرّجًا</numerusform>
            <numerusform>يُجمع %n تدرّج</numerusform>
        </translation>
    </message>
    <message>
        <source>A closed group. Double-click opens it.</source>
        <translation>مجموعة مطوية. نقرة مزدوجة تفتحها.</translation>
    </message>
    <message>
        <source>Close {group}</source>
        <translation>طيّ {group}</translation>
    </message>
    <message>
        <source>as fits</source>
        <translation>بحسب الحجم</translation>
    </message>
    <message>
        <source>module</source>
        <translation>الوحدات</translation>
    </message>
    <message>
        <source>loop</source>
        <translation>الحلقات</translation>
    </message>
    <message>
        <source>line</source>
        <translation>الأسطر</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>بلا طيّ</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) found</source>
        <translation>
            <numerusform>لم يُعثر على عقد</numerusform>
            <numerusform>عُثر على عقدة واحدة</numerusform>
            <numerusform>عُثر على عقدتين</numerusform>
            <numerusform>عُثر على %n عقد</numerusform>
            <numerusform>عُثر على %n عقدة</numerusform>
            <numerusform>عُثر على %n عقدة</numerusform>
        </translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>الأسهم</translation>
    </message>
    <message>
        <source>data</source>
        <translation>البيانات</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>التدرّج</translation>
    </message>
    <message>
        <source>From the leaves to the root, as values are made.</source>
        <translation>من الأوراق إلى الجذر، كما تُحسب القيم.</translation>
    </message>
    <message>
        <source>From the root to the leaves.</source>
        <translation>من الجذر إلى الأوراق.</translation>
    </message>
    <message>
        <source>Fold by</source>
        <translation>الطيّ حسب</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>يدويًا</translation>
    </message>
    <message>
        <source>Find a node</source>
        <translation>ابحث عن عقدة</translation>
    </message>
    <message>
        <source>By name, variable, line or shape. Key {key}; Enter goes to the next.</source>
        <translation>بالاسم أو المتغيّر أو السطر أو الشكل. المفتاح {key}، وينقل Enter إلى التالية.</translation>
    </message>
    <message>
        <source>custom</source>
        <translation>مخصصة</translation>
    </message>
    <message>
        <source>A torch.autograd.Function of the program&apos;s own.</source>
        <translation>دالة torch.autograd.Function من البرنامج نفسه.</translation>
    </message>
    <message>
        <source>view</source>
        <translation>منظور</translation>
    </message>
    <message>
        <source>Its result shares memory with its input.</source>
        <translation>تشترك نتيجتها مع مدخلها في الذاكرة.</translation>
    </message>
    <message>
        <source>in place</source>
        <translation>في الموضع</translation>
    </message>
    <message>
        <source>It writes into the memory of its input.</source>
        <translation>تكتب في ذاكرة مدخلها.</translation>
    </message>
    <message>
        <source>detached</source>
        <translation>مفصولة</translation>
    </message>
    <message>
        <source>A detached copy of its result was made: from there on nothing flows back.</source>
        <translation>أُخذت من نتيجتها نسخة مفصولة: لا يعود شيء من بعدها.</translation>
    </message>
    <message>
        <source>no_grad</source>
        <translation>no_grad</translation>
    </message>
    <message>
        <source>Its result was also used under no_grad: from there nothing flows back.</source>
        <translation>استُعملت نتيجتها أيضًا تحت no_grad: لا يعود شيء من هناك.</translation>
    </message>
    <message>
        <source>overwritten</source>
        <translation>كُتب فوقها</translation>
    </message>
    <message>
        <source>A tensor that it saved was written to afterwards: running it backward raises an error.</source>
        <translation>كُتب بعد الحفظ في موتر حفظته: يثير تشغيلها في التمرير الخلفي خطأ.</translation>
    </message>
    <message>
        <source>{word}: {sentence}</source>
        <translation>{word}: {sentence}</translation>
    </message>
    <message>
        <source>made just now</source>
        <translation>أُنشئت للتو</translation>
    </message>
    <message>
        <source>not made yet</source>
        <translation>لم تُنشأ بعد</translation>
    </message>
    <message>
        <source>made</source>
        <translation>أُنشئت</translation>
    </message>
    <message>
        <source>still to run</source>
        <translation>لم يحن دورها</translation>
    </message>
    <message>
        <source>current</source>
        <translation>الحالية</translation>
    </message>
    <message>
        <source>done</source>
        <translation>اكتملت</translation>
    </message>
    <message>
        <source>no part of this pass</source>
        <translation>خارج هذا التمرير</translation>
    </message>
    <message>
        <source>shape {shape}</source>
        <translation>الشكل {shape}</translation>
    </message>
    <message>
        <source>value {value}</source>
        <translation>القيمة {value}</translation>
    </message>
    <message>
        <source>gradient {value}</source>
        <translation>التدرّج {value}</translation>
    </message>
    <message>
        <source>closed group</source>
        <translation>مجموعة مطوية</translation>
    </message>
    <message>
        <source>{share} % done</source>
        <translation>اكتمل {share} %</translation>
    </message>
    <message numerus="yes">
        <source>%n edge(s) towards the root</source>
        <translation>
            <numerusform>لا حواف نحو الجذر</numerusform>
            <numerusform>حافة واحدة نحو الجذر</numerusform>
            <numerusform>حافتان نحو الجذر</numerusform>
            <numerusform>%n حواف نحو الجذر</numerusform>
            <numerusform>%n حافة نحو الجذر</numerusform>
            <numerusform>%n حافة نحو الجذر</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edge(s) towards the leaves</source>
        <translation>
            <numerusform>لا حواف نحو الأوراق</numerusform>
            <numerusform>حافة واحدة نحو الأوراق</numerusform>
            <numerusform>حافتان نحو الأوراق</numerusform>
            <numerusform>%n حواف نحو الأوراق</numerusform>
            <numerusform>%n حافة نحو الأوراق</numerusform>
            <numerusform>%n حافة نحو الأوراق</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>الرسم البياني</translation>
    </message>
    <message>
        <source>Overview of the graph</source>
        <translation>نظرة عامة على الرسم البياني</translation>
    </message>
    <message>
        <source>The whole graph</source>
        <translation>الرسم البياني كله</translation>
    </message>
    <message>
        <source>Closer</source>
        <translation>تقريب</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>إبعاد</translation>
    </message>
</context>
<context>
    <name>Image</name>
    <message>
        <source>Patch x</source>
        <translation>الرقعة x</translation>
    </message>
    <message>
        <source>Kernel w</source>
        <translation>النواة w</translation>
    </message>
    <message>
        <source>Products x · w</source>
        <translation>حواصل الضرب ⁦x · w⁩</translation>
    </message>
    <message>
        <source>Patch of {channel}</source>
        <translation>رقعة القناة {channel}</translation>
    </message>
    <message>
        <source>One output value</source>
        <translation>قيمة مخرج واحدة</translation>
    </message>
    <message>
        <source>Channels at the window&apos;s middle, and what each adds</source>
        <translation>القنوات عند مركز النافذة، وما تضيفه كلٌّ منها</translation>
    </message>
    <message>
        <source>all ones</source>
        <translation>آحاد كلها</translation>
    </message>
    <message>
        <source>one at the cursor</source>
        <translation>واحد عند المؤشر</translation>
    </message>
    <message>
        <source>the output itself</source>
        <translation>المخرجات نفسها</translation>
    </message>
    <message>
        <source>set by hand</source>
        <translation>يُضبط يدويًا</translation>
    </message>
    <message>
        <source>The gradient that arrives</source>
        <translation>التدرّج الوارد</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>at the cursor</source>
        <translation>عند المؤشر</translation>
    </message>
    <message>
        <source>The gradient that arrives at the cursor</source>
        <translation>التدرّج الوارد عند المؤشر</translation>
    </message>
    <message>
        <source>Gradient of the input</source>
        <translation>تدرّج المدخلات</translation>
    </message>
    <message>
        <source>Gradient that arrives at the output</source>
        <translation>التدرّج الوارد إلى المخرجات</translation>
    </message>
    <message>
        <source>This layer has no output</source>
        <translation>لا مخرج لهذه الطبقة</translation>
    </message>
    <message>
        <source>Gradients are of the whole picture: zoom out, or make the picture smaller</source>
        <translation>تُحسب التدرّجات للصورة كلها: صغّر العرض حتى تظهر كاملة، أو صغّر الصورة</translation>
    </message>
    <message>
        <source>Every output sends its gradient back through the kernel to the cells of its window; what meets at a cell adds up. torch.autograd computed all of these.</source>
        <translation>يعيد كل مخرج تدرّجه عبر النواة إلى خلايا نافذته، وما يلتقي عند خلية يُجمع. حُسبت هذه كلها بواسطة torch.autograd.</translation>
    </message>
    <message>
        <source>Gradient of kernel {number}</source>
        <translation>تدرّج النواة {number}</translation>
    </message>
    <message>
        <source>row {row}, column {column}, {channel}</source>
        <translation>الصف {row}، العمود {column}، {channel}</translation>
    </message>
    <message>
        <source>One output value of {setting}</source>
        <translation>قيمة مخرج واحدة من {setting}</translation>
    </message>
    <message>
        <source>kernel {kernel} at row {row}, column {column}</source>
        <translation>النواة {kernel} عند الصف {row} والعمود {column}</translation>
    </message>
    <message>
        <source>Padding: {links}</source>
        <translation>الحشو: {links}</translation>
    </message>
    <message>
        <source>map</source>
        <translation>الخريطة</translation>
    </message>
    <message>
        <source>Map of {setting}</source>
        <translation>خريطة {setting}</translation>
    </message>
    <message>
        <source>A is the layer at the side: change it. B stays as it was kept, under the same cursor.</source>
        <translation>A هي الطبقة في اللوحة الجانبية: غيّرها كما تشاء. وتبقى B كما حُفظت، تحت المؤشر نفسه.</translation>
    </message>
    <message>
        <source>Keep A as B</source>
        <translation>احفظ A في B</translation>
    </message>
    <message>
        <source>Exchange A and B</source>
        <translation>بدّل بين A وB</translation>
    </message>
    <message>
        <source>Same colours for both</source>
        <translation>ألوان موحّدة لكلتيهما</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>المدخل</translation>
    </message>
    <message>
        <source>What A gives more than B</source>
        <translation>ما تزيد به A على B</translation>
    </message>
    <message>
        <source>largest difference {value}</source>
        <translation>أكبر فرق {value}</translation>
    </message>
    <message>
        <source>Toeplitz matrix</source>
        <translation>مصفوفة توبلتز</translation>
    </message>
    <message>
        <source>im2col</source>
        <translation>im2col</translation>
    </message>
    <message>
        <source>Whole matrix</source>
        <translation>المصفوفة كاملة</translation>
    </message>
    <message>
        <source>This layer has no output, and so no matrix</source>
        <translation>ليس لهذه الطبقة مخرج، فلا مصفوفة لها</translation>
    </message>
    <message>
        <source>The matrix of the chosen kernel</source>
        <translation>مصفوفة النواة المختارة</translation>
    </message>
    <message>
        <source>The windows of the input, each in one row</source>
        <translation>نوافذ المدخل، كل منها في صف واحد</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>النواة</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>المخرج</translation>
    </message>
    <message>
        <source>Channel of the input</source>
        <translation>قناة المدخل</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>كل القنوات</translation>
    </message>
    <message>
        <source>Input channels</source>
        <translation>قنوات المدخل</translation>
    </message>
    <message>
        <source>Output maps</source>
        <translation>خرائط المخرج</translation>
    </message>
    <message>
        <source>What each channel adds to this map</source>
        <translation>ما تضيفه كل قناة إلى هذه الخريطة</translation>
    </message>
    <message>
        <source>All maps</source>
        <translation>كل الخرائط</translation>
    </message>
    <message>
        <source>One map</source>
        <translation>خريطة واحدة</translation>
    </message>
    <message>
        <source>One cell</source>
        <translation>خلية واحدة</translation>
    </message>
    <message>
        <source>Same colours for all</source>
        <translation>ألوان موحّدة للجميع</translation>
    </message>
    <message>
        <source>all</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>map {number}</source>
        <translation>الخريطة {number}</translation>
    </message>
    <message>
        <source>{shape}, in steps of {step} cells</source>
        <translation>{shape}، بخلية واحدة من كل {step}</translation>
    </message>
    <message>
        <source>{shape}, preview in steps of {step} values</source>
        <translation>{shape}، معاينة بقيمة واحدة من كل {step}</translation>
    </message>
    <message>
        <source>{shape}; no window reaches the last {rows} rows and {columns} columns</source>
        <translation>{shape}؛ لا تبلغ أي نافذة آخر الصفوف ({rows}) وآخر الأعمدة ({columns})</translation>
    </message>
    <message>
        <source>{shape}, full colour at {scale}</source>
        <translation>{shape}، اللون الكامل عند {scale}</translation>
    </message>
    <message>
        <source>What each channel adds, and the bias; together they are map {number}</source>
        <translation>ما تضيفه كل قناة مع الانحياز؛ مجموعها هو الخريطة {number}</translation>
    </message>
    <message>
        <source>Each cell times the weight over it; all products and the bias make one value</source>
        <translation>كل خلية مضروبة في الوزن الواقع فوقها؛ ومجموع الجداءات مع الانحياز قيمة واحدة</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>الصورة</translation>
    </message>
    <message>
        <source>{parameters} parameters, {products} multiply-adds</source>
        <translation>عدد المعاملات {parameters}، وعمليات الضرب والجمع {products}</translation>
    </message>
    <message>
        <source>Memory: the picture {picture}; of it and its maps {kept} are held for what is seen, where all maps would take {whole}</source>
        <translation>الذاكرة: الصورة {picture}؛ ويُحتفظ منها ومن خرائطها بمقدار {kept} لِما يُعرض، ولو حُفظت الخرائط كلها لبلغت {whole}</translation>
    </message>
    <message>
        <source>Output height and width</source>
        <translation>ارتفاع المخرج وعرضه</translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation>الأشكال</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>فتح…</translation>
    </message>
    <message>
        <source>Take it along</source>
        <translation>خذه معك</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>نسخ الشيفرة</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>لصق</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>تصدير…</translation>
    </message>
    <message>
        <source>One grey channel</source>
        <translation>قناة رمادية واحدة</translation>
    </message>
    <message>
        <source>Made smaller by</source>
        <translation>التصغير بمقدار</translation>
    </message>
    <message>
        <source>20 bands, 16 kernels of 3 × 5</source>
        <translation>20 نطاقًا و16 نواة بحجم ⁦3 × 5⁩</translation>
    </message>
    <message>
        <source>no padding</source>
        <translation>بلا حشو</translation>
    </message>
    <message>
        <source>padding (1, 2)</source>
        <translation>الحشو (1, 2)</translation>
    </message>
    <message>
        <source>What the layer does</source>
        <translation>ما تفعله الطبقة</translation>
    </message>
    <message>
        <source>cross-correlation, as torch</source>
        <translation>ارتباط متبادل كما في torch</translation>
    </message>
    <message>
        <source>true convolution: kernels turned round</source>
        <translation>التفاف حقيقي: النوى مقلوبة</translation>
    </message>
    <message>
        <source>Preset of the kernel</source>
        <translation>نواة جاهزة</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>الانحياز</translation>
    </message>
    <message>
        <source>waves</source>
        <translation>الموجات</translation>
    </message>
    <message>
        <source>angle</source>
        <translation>الزاوية</translation>
    </message>
    <message>
        <source>Waves over the kernel&apos;s longer side</source>
        <translation>عدد الموجات على الضلع الأطول للنواة</translation>
    </message>
    <message>
        <source>Direction of the waves in degrees</source>
        <translation>اتجاه الموجات بالدرجات</translation>
    </message>
    <message>
        <source>Kernel {number}</source>
        <translation>النواة {number}</translation>
    </message>
    <message>
        <source>Weights of the kernel over one channel</source>
        <translation>أوزان النواة على قناة واحدة</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>الرمادي</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>الأحمر</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>الأخضر</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>الأزرق</translation>
    </message>
    <message>
        <source>Band {number}, {wavelength}</source>
        <translation>النطاق {number}، {wavelength}</translation>
    </message>
    <message>
        <source>Channel {number}</source>
        <translation>القناة {number}</translation>
    </message>
    <message>
        <source>Each of the {kernels} kernels reads {width} of {channels} input channels</source>
        <translation>كل نواة من النوى ({kernels}) تقرأ {width} من قنوات المدخل ({channels})</translation>
    </message>
    <message>
        <source>Export output maps or weights</source>
        <translation>تصدير خرائط المخرج أو الأوزان</translation>
    </message>
    <message>
        <source>Output maps, NumPy</source>
        <translation>خرائط المخرج، NumPy</translation>
    </message>
    <message>
        <source>Weights as a state_dict, NumPy</source>
        <translation>الأوزان بصيغة state_dict، NumPy</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>الانزلاق</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>المصفوفة</translation>
    </message>
    <message>
        <source>A/B</source>
        <translation>A/B</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>التمرير الخلفي</translation>
    </message>
    <message>
        <source>Learn a kernel</source>
        <translation>تعلّم نواة</translation>
    </message>
    <message>
        <source>Why it works</source>
        <translation>لماذا ينجح</translation>
    </message>
    <message>
        <source>Gradient of one input cell</source>
        <translation>تدرّج خلية واحدة من المدخلات</translation>
    </message>
    <message>
        <source>One more layer</source>
        <translation>طبقة إضافية</translation>
    </message>
    <message>
        <source>One layer less</source>
        <translation>طبقة أقل</translation>
    </message>
    <message>
        <source>sees {field}, every {jump}; gives {size}</source>
        <translation>ترى {field} كل {jump}؛ وتعطي {size}</translation>
    </message>
    <message>
        <source>gives nothing: the picture is too small</source>
        <translation>لا تعطي شيئًا: الصورة أصغر من اللازم</translation>
    </message>
    <message>
        <source>Layer {number}</source>
        <translation>الطبقة {number}</translation>
    </message>
    <message>
        <source>Equivariance</source>
        <translation>التكافؤ مع الإزاحة</translation>
    </message>
    <message>
        <source>Locality</source>
        <translation>المحلية</translation>
    </message>
    <message>
        <source>Compositionality</source>
        <translation>التركيبية</translation>
    </message>
    <message>
        <source>Largest difference, of the largest output, for every padding mode</source>
        <translation>أكبر فرق منسوبًا إلى أكبر قيمة في المخرجات، لكل نمط من أنماط الحشو</translation>
    </message>
    <message>
        <source>Drag the picture: what leaves on one side comes in on the other. Convolving and then moving should give what moving and then convolving gives.</source>
        <translation>اسحب الصورة: ما يخرج منها من جهة يدخل من الجهة المقابلة. ينبغي أن يعطي الالتفاف ثم الإزاحة ما تعطيه الإزاحة ثم الالتفاف.</translation>
    </message>
    <message>
        <source>All pixels have changed places, in every picture of this size in the same way. No pixel is lost, and a fully connected layer would learn as before; a kernel finds no edge.</source>
        <translation>غيّرت كل البكسلات مواضعها، بالطريقة نفسها في كل صورة بهذا الحجم. لم يُفقد أي بكسل، والطبقة التامة الاتصال تتعلم كما كانت، أما النواة فلا تجد أي حافة.</translation>
    </message>
    <message>
        <source>Each layer sees a little more than the one before. Click the picture: framed is what one output can see by formula, and coloured what its gradient reaches, by torch.</source>
        <translation>كل طبقة ترى أكثر قليلًا مما تراه سابقتها. انقر الصورة: الإطار هو ما يمكن أن يراه مخرج واحد بحسب الصيغة، والملوّن ما يبلغه تدرّجه بحسب torch.</translation>
    </message>
    <message>
        <source>by {rows} rows and {columns} columns</source>
        <translation>الصفوف {rows}، الأعمدة {columns}</translation>
    </message>
    <message>
        <source>The picture, moved</source>
        <translation>الصورة بعد الإزاحة</translation>
    </message>
    <message>
        <source>Convolved, then moved</source>
        <translation>التفاف ثم إزاحة</translation>
    </message>
    <message>
        <source>Moved, then convolved</source>
        <translation>إزاحة ثم التفاف</translation>
    </message>
    <message>
        <source>Their difference</source>
        <translation>الفرق بينهما</translation>
    </message>
    <message>
        <source>✓ The same: this layer is equivariant to this shift</source>
        <translation>✓ متطابقان: هذه الطبقة متكافئة مع هذه الإزاحة</translation>
    </message>
    <message>
        <source>Not the same: the shift is no multiple of the stride</source>
        <translation>مختلفان: الإزاحة ليست من مضاعفات الخطوة</translation>
    </message>
    <message>
        <source>Not the same: look at the borders</source>
        <translation>مختلفان: انظر إلى الحدود</translation>
    </message>
    <message>
        <source>The picture, its pixels in other places</source>
        <translation>الصورة وبكسلاتها في مواضع أخرى</translation>
    </message>
    <message>
        <source>Map of the picture</source>
        <translation>خريطة الصورة</translation>
    </message>
    <message>
        <source>Map of the scattered pixels</source>
        <translation>خريطة البكسلات المبعثرة</translation>
    </message>
    <message>
        <source>Neighbours are alike by {before} in the picture, by {after} once scattered</source>
        <translation>تشابه الخلايا المتجاورة {before} في الصورة، و{after} بعد بعثرتها</translation>
    </message>
    <message>
        <source>What one output can see, layer by layer</source>
        <translation>ما يمكن أن يراه مخرج واحد، طبقة بعد طبقة</translation>
    </message>
    <message>
        <source>What its gradient reaches</source>
        <translation>ما يبلغه تدرّجه</translation>
    </message>
    <message>
        <source>The filter to find</source>
        <translation>المرشّح المطلوب</translation>
    </message>
    <message>
        <source>Learning rate from here on</source>
        <translation>معدّل التعلّم من هنا فصاعدًا</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>معدّل التعلّم</translation>
    </message>
    <message>
        <source>half</source>
        <translation>نصفه</translation>
    </message>
    <message>
        <source>double</source>
        <translation>ضعفه</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>الزخم</translation>
    </message>
    <message>
        <source>Begin with zeros</source>
        <translation>البدء من أصفار</translation>
    </message>
    <message>
        <source>Begin with random weights</source>
        <translation>البدء من أوزان عشوائية</translation>
    </message>
    <message>
        <source>The loss at every step</source>
        <translation>الخسارة في كل خطوة</translation>
    </message>
    <message>
        <source>The filter and its map</source>
        <translation>المرشّح وخريطته</translation>
    </message>
    <message>
        <source>What was learned</source>
        <translation>ما تُعلِّم</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>ما ينقص</translation>
    </message>
    <message>
        <source>weights, {channel}</source>
        <translation>الأوزان، {channel}</translation>
    </message>
    <message>
        <source>gradient, {channel}</source>
        <translation>التدرّج، {channel}</translation>
    </message>
    <message>
        <source>Step {step}: loss {loss}. It diverges: beyond a learning rate of {limit}, every step overshoots more than the one before.</source>
        <translation>الخطوة {step}: الخسارة {loss}. البحث يتباعد: إذا تجاوز معدّل التعلّم {limit} تخطّت كل خطوة الهدفَ أكثر من سابقتها.</translation>
    </message>
    <message>
        <source>✓ Found at step {step}: loss {loss}, {share} of the first</source>
        <translation>✓ وُجد عند الخطوة {step}: الخسارة {loss}، أي {share} من الأولى</translation>
    </message>
    <message>
        <source>Step {step}: loss {loss}, {share} of the first</source>
        <translation>الخطوة {step}: الخسارة {loss}، أي {share} من الأولى</translation>
    </message>
    <message>
        <source>One weight&apos;s step</source>
        <translation>خطوة وزن واحد</translation>
    </message>
    <message>
        <source>L is the mean square of the difference between the two maps. Its gradient says how L changes with each weight; every step goes against it. Point at a weight to see its step.</source>
        <translation>‏L هي متوسط مربّعات الفرق بين الخريطتين، ويبيّن تدرّجها كيف تتغيّر L مع كل وزن، وكل خطوة تسير عكس التدرّج. أشر إلى وزن لترى خطوته.</translation>
    </message>
    <message>
        <source>{weight}, step {step}</source>
        <translation>{weight}، الخطوة {step}</translation>
    </message>
    <message>
        <source>The search ends here</source>
        <translation>ينتهي البحث هنا</translation>
    </message>
    <message>
        <source>The search converges below a learning rate of {limit}, where {curvature} is the largest eigenvalue of the Hessian of L.</source>
        <translation>يتقارب البحث ما دام معدّل التعلّم أقل من {limit}، حيث {curvature} أكبر قيمة ذاتية للمصفوفة الهِسّية للدالة L.</translation>
    </message>
    <message>
        <source>For the search the picture is averaged in blocks of {block}.</source>
        <translation>يجري البحث على الصورة بعد أخذ المتوسط في كتل من {block}.</translation>
    </message>
    <message>
        <source>Row {output} reads input rows {rows}, columns {columns}</source>
        <translation>الصف {output} يقرأ من المدخل الصفوف {rows} والأعمدة {columns}</translation>
    </message>
    <message>
        <source>Column {cell} feeds no output</source>
        <translation>العمود {cell} لا يغذّي أي مخرج</translation>
    </message>
    <message>
        <source>Column {cell} feeds {outputs}: {number} in all</source>
        <translation>العمود {cell} يغذّي {outputs}: عددها {number}</translation>
    </message>
    <message>
        <source>Column {weight}: what this weight is multiplied with in each window</source>
        <translation>العمود {weight}: ما يُضرب فيه هذا الوزن في كل نافذة</translation>
    </message>
    <message>
        <source>The whole matrix.</source>
        <translation>المصفوفة كلها.</translation>
    </message>
    <message>
        <source>The part around the cursor: the rows of outputs {outputs}, and the columns of cells {cells}.</source>
        <translation>الجزء المحيط بالمؤشر: صفوف المخارج {outputs}، وأعمدة الخلايا {cells}.</translation>
    </message>
    <message>
        <source>The windows around the cursor: the rows of outputs {outputs}, and the columns of taps {taps}.</source>
        <translation>النوافذ المحيطة بالمؤشر: صفوف المخارج {outputs}، وأعمدة مواضع النواة {taps}.</translation>
    </message>
    <message>
        <source>All windows.</source>
        <translation>النوافذ كلها.</translation>
    </message>
    <message>
        <source>The windows around the cursor: the rows of outputs {outputs}.</source>
        <translation>النوافذ المحيطة بالمؤشر: صفوف المخارج {outputs}.</translation>
    </message>
    <message>
        <source>Channels: {names}; beside them {missing} more of the same form.</source>
        <translation>القنوات: {names}؛ وإلى جانبها قنوات أخرى بالشكل نفسه، عددها {missing}.</translation>
    </message>
    <message>
        <source>The matrix of all kernels and channels has {full} entries. The layer connects {connections} of them, so {share} are zero, and shares {weights} weights: each is used {uses} times.</source>
        <translation>في مصفوفة النوى والقنوات كلها {full} عنصرًا. تصل الطبقة منها {connections}، أي إن {share} منها أصفار، وتشترك كلها في {weights} من الأوزان، يُستعمل كل منها {uses} مرة.</translation>
    </message>
    <message>
        <source>No zeros of the matrix A are kept, but cells are copied: {entries} entries, {growth} times the input. F.unfold gives the transpose: {product} is the whole layer but for its bias.</source>
        <translation>لا يُحفظ شيء من أصفار المصفوفة A، لكن الخلايا تُنسخ: {entries} عنصرًا، أي {growth} ضعف المدخل. أما F.unfold فتعطي المنقول: {product} هي الطبقة كلها عدا انحيازها.</translation>
    </message>
</context>
<context>
    <name>Jacobian</name>
    <message>
        <source>Jacobian of</source>
        <translation>مصفوفة جاكوبي للموتر</translation>
    </message>
    <message>
        <source>with respect to</source>
        <translation>بالنسبة إلى</translation>
    </message>
    <message>
        <source>Numerator layout</source>
        <translation>ترتيب البسط</translation>
    </message>
    <message>
        <source>Denominator layout</source>
        <translation>ترتيب المقام</translation>
    </message>
    <message>
        <source>Jacobian</source>
        <translation>مصفوفة جاكوبي</translation>
    </message>
    <message>
        <source>One product fewer</source>
        <translation>جداء أقل</translation>
    </message>
    <message>
        <source>One more product</source>
        <translation>جداء آخر</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>كل الصفوف</translation>
    </message>
    <message>
        <source>Run a program that asks for gradients; the Jacobians of its passes are here.</source>
        <translation>شغّل برنامجًا يطلب تدرّجات، فتظهر هنا مصفوفات جاكوبي لتمريراته.</translation>
    </message>
    <message>
        <source>No gradient goes on from this tensor, so there is nothing to differentiate by.</source>
        <translation>لا يمضي من هذا الموتر تدرّج، فلا شيء يُشتقّ بالنسبة إليه.</translation>
    </message>
    <message>
        <source>Asking the recorded pass…</source>
        <translation>يُسأل التمرير المسجَّل…</translation>
    </message>
    <message>
        <source>One of the two tensors has no elements.</source>
        <translation>أحد الموترين بلا عناصر.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>إيقاف مؤقت</translation>
    </message>
    <message>
        <source>Assemble row by row</source>
        <translation>ركّبها صفًّا صفًّا</translation>
    </message>
    <message>
        <source>{count} of {all} vector-Jacobian products</source>
        <translation>{count} من {all} من جداءات متجه–جاكوبي</translation>
    </message>
    <message>
        <source>{node}, line {line}</source>
        <translation>{node}، السطر {line}</translation>
    </message>
    <message>
        <source>One vector-Jacobian product</source>
        <translation>جداء متجه–جاكوبي واحد</translation>
    </message>
    <message>
        <source>Why a gradient has the shape of what it belongs to</source>
        <translation>لمَ للتدرّج شكل ما ينتمي إليه</translation>
    </message>
    <message>
        <source>Send a gradient back that is 1 at one element of {y} and 0 at all others: what arrives at {x} is one row of the Jacobian. Autograd never has more of it than such products.</source>
        <translation>أرسل إلى الخلف تدرّجًا قيمته 1 عند عنصر واحد من {y} و0 عند سائرها: ما يصل إلى {x} هو صف واحد من مصفوفة جاكوبي. ولا يحسب autograd منها أبدًا غير هذه الجداءات.</translation>
    </message>
    <message>
        <source>A 1 sent back from {element}, row {row}: how {element} changes with each of {x}.</source>
        <translation>أُرسل 1 إلى الخلف من {element}، الصف {row}: كيف يتغيّر {element} مع كل عنصر من {x}.</translation>
    </message>
    <message>
        <source>A 1 sent back from {element}, column {row}: how {element} changes with each of {x}.</source>
        <translation>أُرسل 1 إلى الخلف من {element}، العمود {row}: كيف يتغيّر {element} مع كل عنصر من {x}.</translation>
    </message>
    <message>
        <source>arrives at {x}</source>
        <translation>يصل إلى {x}</translation>
    </message>
    <message>
        <source>vᵀJ has a number for each of the {count} elements of {x}; laid out as {x} is, {shape}, these are its gradient. Whether J or its transpose is written is a convention; the gradient is the same.</source>
        <translation>في vᵀJ عدد لكل عنصر من عناصر {x} البالغ عددها {count}؛ وإذا رُتّبت كما رُتّب {x}، أي {shape}، كانت تدرّجه. أما كتابة J أو منقولها فاصطلاح، والتدرّج هو نفسه.</translation>
    </message>
    <message>
        <source>vᵀJ, v what arrived at {y}</source>
        <translation>vᵀJ، حيث v ما وصل إلى {y}</translation>
    </message>
    <message>
        <source>arrived at {x} in the pass</source>
        <translation>ما وصل إلى {x} في التمرير</translation>
    </message>
    <message>
        <source>✓ They are equal.</source>
        <translation>✓ متساويان.</translation>
    </message>
    <message>
        <source>They differ: gradients reach it by other ways than through {y} too, or a hook changed one.</source>
        <translation>مختلفان: تصل إليه تدرّجات بطرق أخرى غير {y} أيضًا، أو غيّر خطاف أحدها.</translation>
    </message>
</context>
<context>
    <name>Labs</name>
    <message>
        <source>Signal</source>
        <translation>الإشارة</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>الصورة</translation>
    </message>
    <message>
        <source>Autograd</source>
        <translation>التفاضل التلقائي</translation>
    </message>
    <message>
        <source>A moment: torch is being loaded</source>
        <translation>لحظة من فضلك، يجري تحميل torch</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>مساحة العرض</translation>
    </message>
</context>
<context>
    <name>Lesson</name>
    <message>
        <source>The file cannot be read or written: {detail}.</source>
        <translation>تتعذّر قراءة الملف أو كتابته: {detail}.</translation>
    </message>
    <message>
        <source>This is too large; the limit is {detail}.</source>
        <translation>هذا أكبر مما يُقبل؛ والحدّ هو {detail}.</translation>
    </message>
    <message>
        <source>This is not text in {detail}. Save the lesson in that encoding.</source>
        <translation>هذا ليس نصًا بترميز {detail}. احفظ الدرس بهذا الترميز.</translation>
    </message>
    <message>
        <source>This is not YAML ({detail}). Often a text with a colon or question mark needs quotes around it.</source>
        <translation>هذا ليس YAML سليمًا ({detail}). كثيرًا ما يحتاج نصّ فيه نقطتان أو علامة استفهام إلى علامتي اقتباس حوله.</translation>
    </message>
    <message>
        <source>Lists and mappings are nested deeper than {detail} levels.</source>
        <translation>تتداخل القوائم والجداول أعمق من {detail} مستوى.</translation>
    </message>
    <message>
        <source>Something else belongs here: {detail}.</source>
        <translation>المطلوب هنا شيء آخر: {detail}.</translation>
    </message>
    <message>
        <source>This field stands here twice; keep one of the two.</source>
        <translation>هذا الحقل مذكور هنا مرتين؛ أبقِ أحدهما.</translation>
    </message>
    <message>
        <source>This is no lesson: a lesson says format: {detail}.</source>
        <translation>هذا ليس درسًا: ففي الدرس يُكتب format: {detail}.</translation>
    </message>
    <message>
        <source>The lesson is of another version; this program reads versions up to {detail}.</source>
        <translation>الدرس من إصدار آخر؛ يقرأ هذا البرنامج الإصدارات حتى {detail}.</translation>
    </message>
    <message>
        <source>This field is missing; add it.</source>
        <translation>هذا الحقل ناقص؛ أضفه.</translation>
    </message>
    <message>
        <source>There is no such field here. There are: {detail}.</source>
        <translation>لا حقل هنا بهذا الاسم. الحقول هي: {detail}.</translation>
    </message>
    <message>
        <source>There has to be at least one entry here.</source>
        <translation>يجب أن يكون هنا مُدخل واحد على الأقل.</translation>
    </message>
    <message>
        <source>The text is needed in each language, here: {detail}.</source>
        <translation>النص مطلوب بكل لغة، وهنا بهذه: {detail}.</translation>
    </message>
    <message>
        <source>A number in this range is needed: {detail}.</source>
        <translation>المطلوب عدد في هذا المدى: {detail}.</translation>
    </message>
    <message>
        <source>The labs cannot show this: {detail}.</source>
        <translation>لا تستطيع المختبرات عرض هذا: {detail}.</translation>
    </message>
    <message>
        <source>A question is one of these kinds: {detail}.</source>
        <translation>نوع السؤال واحد من هذه: {detail}.</translation>
    </message>
    <message>
        <source>This is no expression that an answer can have: {detail}.</source>
        <translation>ليس هذا تعبيرًا يصلح لإجابة: {detail}.</translation>
    </message>
    <message>
        <source>The answer has to be computed from the step&apos;s state, and be what is asked for; it is not: {detail}.</source>
        <translation>يجب أن تُحسب الإجابة من حالة المحطة وأن تكون من نوع المطلوب، وليست كذلك: {detail}.</translation>
    </message>
    <message>
        <source>A choice needs at least {detail} answers to choose from.</source>
        <translation>يحتاج سؤال الاختيار إلى {detail} إجابات على الأقل.</translation>
    </message>
    <message>
        <source>This formula cannot be set: {detail}.</source>
        <translation>تتعذّر كتابة هذه الصيغة: {detail}.</translation>
    </message>
    <message>
        <source>There is no card of this name: {detail}. The glossary has them all.</source>
        <translation>لا توجد بطاقة بهذا الاسم: {detail}. تجد البطاقات كلها في المسرد.</translation>
    </message>
    <message>
        <source>The step&apos;s program did not come to its end ({detail}).</source>
        <translation>لم يبلغ برنامج المحطة نهايته ({detail}).</translation>
    </message>
    <message>
        <source>A step cannot be put at the end of these without changing what is there; add it in an editor.</source>
        <translation>لا يمكن وضع محطة في آخر هذه دون تغيير ما هو مكتوب؛ أضفها في محرّر نصوص.</translation>
    </message>
    <message>
        <source>Another kind of value is needed here ({detail}).</source>
        <translation>المطلوب هنا قيمة من نوع آخر ({detail}).</translation>
    </message>
    <message>
        <source>Nothing of that name is there. There are: {detail}.</source>
        <translation>لا شيء بهذا الاسم. الموجود: {detail}.</translation>
    </message>
    <message>
        <source>This is out of bounds ({detail}).</source>
        <translation>هذا خارج الحدود ({detail}).</translation>
    </message>
    <message>
        <source>There is no example of that name. There are: {detail}.</source>
        <translation>لا مثال بهذا الاسم. الأمثلة هي: {detail}.</translation>
    </message>
    <message>
        <source>Line {line}, {field}</source>
        <translation>السطر {line}، {field}</translation>
    </message>
    <message>
        <source>Line {line}</source>
        <translation>السطر {line}</translation>
    </message>
    <message>
        <source>A tensor of shape {shape}</source>
        <translation>موتر شكله {shape}</translation>
    </message>
    <message>
        <source>A number, such as 4 or -0.75</source>
        <translation>عدد، مثل ⁦4⁩ أو ⁦-0.75⁩</translation>
    </message>
    <message>
        <source>A shape, such as {example}</source>
        <translation>شكل، مثل {example}</translation>
    </message>
    <message>
        <source>A tensor, such as {example} or its rows: {rows}</source>
        <translation>موتر، مثل {example} أو صفوفه: {rows}</translation>
    </message>
    <message>
        <source>Choose one of the answers</source>
        <translation>اختر إحدى الإجابات</translation>
    </message>
    <message>
        <source>Add the present state as a step</source>
        <translation>إضافة الحالة الراهنة محطةً في درس</translation>
    </message>
    <message>
        <source>At the end of {name}</source>
        <translation>في آخر {name}</translation>
    </message>
    <message>
        <source>In a new lesson…</source>
        <translation>في درس جديد…</translation>
    </message>
    <message>
        <source>At the end of another lesson…</source>
        <translation>في آخر درس آخر…</translation>
    </message>
    <message>
        <source>Where the step goes</source>
        <translation>موضع المحطة</translation>
    </message>
    <message>
        <source>Title of the lesson</source>
        <translation>عنوان الدرس</translation>
    </message>
    <message>
        <source>Title of the step</source>
        <translation>عنوان المحطة</translation>
    </message>
    <message>
        <source>Text: Markdown, with formulas between dollar signs</source>
        <translation>النص: بصيغة Markdown، والصيغ الرياضية بين علامتي دولار</translation>
    </message>
    <message>
        <source>A number is asked for</source>
        <translation>المطلوب عدد</translation>
    </message>
    <message>
        <source>One of several answers is right</source>
        <translation>إجابة صحيحة واحدة من عدة إجابات</translation>
    </message>
    <message>
        <source>A shape is asked for</source>
        <translation>المطلوب شكل</translation>
    </message>
    <message>
        <source>A tensor is asked for</source>
        <translation>المطلوب موتر</translation>
    </message>
    <message>
        <source>No question</source>
        <translation>بلا سؤال</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>السؤال</translation>
    </message>
    <message>
        <source>The question</source>
        <translation>نص السؤال</translation>
    </message>
    <message>
        <source>The answer, as an expression that is computed from the state</source>
        <translation>الإجابة، تعبيرًا يُحسب من الحالة</translation>
    </message>
    <message>
        <source>Explanation, shown with the answer</source>
        <translation>الشرح، ويظهر مع الإجابة</translation>
    </message>
    <message>
        <source>Everything may be touched</source>
        <translation>كل شيء قابل للتغيير</translation>
    </message>
    <message>
        <source>Only looked at: nothing may be changed</source>
        <translation>للنظر فقط: لا شيء قابل للتغيير</translation>
    </message>
    <message>
        <source>Only these may be changed:</source>
        <translation>لا يتغيّر إلا ما يلي:</translation>
    </message>
    <message>
        <source>What may be touched</source>
        <translation>ما يجوز تغييره</translation>
    </message>
    <message>
        <source>Notes for the lecturer</source>
        <translation>ملاحظات للمحاضر</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Add the step</source>
        <translation>إضافة المحطة</translation>
    </message>
    <message>
        <source>The step names your file {name}, and opens only where that file is.</source>
        <translation>تشير المحطة إلى ملفك {name}، فلا تُفتح إلا حيث يوجد هذا الملف.</translation>
    </message>
    <message>
        <source>A camera shows something else each time: freeze its picture first.</source>
        <translation>تُظهر الكاميرا شيئًا مختلفًا كل مرة: جمّد صورتها أولًا.</translation>
    </message>
    <message>
        <source>Run the program once, and its value is seen here.</source>
        <translation>شغّل البرنامج مرة فتظهر القيمة هنا.</translation>
    </message>
    <message>
        <source>This has no value that answers the question: {detail}</source>
        <translation>ليس لهذا قيمة تجيب عن السؤال: {detail}</translation>
    </message>
    <message>
        <source>Right now: answer {place}</source>
        <translation>الصحيح الآن: الإجابة {place}</translation>
    </message>
    <message>
        <source>Right now: {value}</source>
        <translation>القيمة الآن: {value}</translation>
    </message>
    <message>
        <source>Problems in a lesson</source>
        <translation>مشكلات في درس</translation>
    </message>
    <message>
        <source>{name}, in {language}</source>
        <translation>{name}، باللغة {language}</translation>
    </message>
    <message>
        <source>Another answer</source>
        <translation>إجابة أخرى</translation>
    </message>
    <message>
        <source>Answer {place}</source>
        <translation>الإجابة {place}</translation>
    </message>
    <message>
        <source>It is right when</source>
        <translation>تكون صحيحة إذا</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>بلا محطات</numerusform>
            <numerusform>محطة واحدة</numerusform>
            <numerusform>محطتان</numerusform>
            <numerusform>%n محطات</numerusform>
            <numerusform>%n محطة</numerusform>
            <numerusform>%n محطة</numerusform>
        </translation>
    </message>
    <message>
        <source>Right</source>
        <translation>صحيح</translation>
    </message>
    <message>
        <source>Not quite</source>
        <translation>ليس تمامًا</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>الدروس</translation>
    </message>
    <message>
        <source>{seen} of {count}</source>
        <translation>{seen} من {count}</translation>
    </message>
    <message>
        <source>The step is in {name}, which has {count} steps now.</source>
        <translation>أُضيفت المحطة إلى {name}، وعدد محطاته الآن {count}.</translation>
    </message>
    <message>
        <source>Close the lesson</source>
        <translation>إغلاق الدرس</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>السابق</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>You are looking at something of your own now.</source>
        <translation>ما تراه الآن من اختيارك، لا من الدرس.</translation>
    </message>
    <message>
        <source>Return to the step</source>
        <translation>العودة إلى المحطة</translation>
    </message>
    <message>
        <source>This step keeps that as it is, so that what it says stays true.</source>
        <translation>تُبقي هذه المحطة ذلك على حاله ليظلّ ما تقوله صحيحًا.</translation>
    </message>
    <message>
        <source>Play freely</source>
        <translation>التجريب بحرية</translation>
    </message>
    <message>
        <source>The program of this step runs when you say so.</source>
        <translation>لا يعمل برنامج هذه المحطة إلا حين تطلب ذلك.</translation>
    </message>
    <message>
        <source>Run the program</source>
        <translation>تشغيل البرنامج</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>المحطة</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>التقدّم</translation>
    </message>
    <message>
        <source>Step {step} of {count}</source>
        <translation>المحطة {step} من {count}</translation>
    </message>
    <message>
        <source>{seen} of {count} steps seen, {right} answered right, {wrong} not</source>
        <translation>شوهد {seen} من {count} من المحطات، والإجابات: {right} صحيحة، و{wrong} غير صحيحة</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ولا غيرها</numerusform>
            <numerusform>وواحدة أخرى</numerusform>
            <numerusform>واثنتان أخريان</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n أخرى</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} cannot be opened as a lesson: %n problem(s)</source>
        <translation>
            <numerusform>لا يمكن فتح {name} درسًا</numerusform>
            <numerusform>لا يمكن فتح {name} درسًا: مشكلة واحدة</numerusform>
            <numerusform>لا يمكن فتح {name} درسًا: مشكلتان</numerusform>
            <numerusform>لا يمكن فتح {name} درسًا: %n مشكلات</numerusform>
            <numerusform>لا يمكن فتح {name} درسًا: %n مشكلة</numerusform>
            <numerusform>لا يمكن فتح {name} درسًا: %n مشكلة</numerusform>
        </translation>
    </message>
    <message>
        <source>What do you expect?</source>
        <translation>ماذا تتوقّع؟</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>أجب</translation>
    </message>
    <message>
        <source>Show the answer</source>
        <translation>إظهار الإجابة</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>محاولة أخرى</translation>
    </message>
    <message>
        <source>The answer</source>
        <translation>الإجابة</translation>
    </message>
    <message>
        <source>The answer comes from a run of the program, which starts only when you say so.</source>
        <translation>تأتي الإجابة من تشغيل البرنامج، ولا يبدأ إلا حين تطلب ذلك.</translation>
    </message>
    <message>
        <source>The answer cannot be computed ({detail}); the lesson may need to be checked.</source>
        <translation>يتعذّر حساب الإجابة ({detail})؛ قد يحتاج الدرس إلى تدقيق.</translation>
    </message>
    <message>
        <source>The answer is being computed…</source>
        <translation>تُحسب الإجابة…</translation>
    </message>
    <message>
        <source>Run the program to see the answer.</source>
        <translation>شغّل البرنامج لترى الإجابة.</translation>
    </message>
</context>
<context>
    <name>Media</name>
    <message>
        <source>{name} is not there any more. Choose another file.</source>
        <translation>لم يعد {name} موجودًا. اختر ملفًا آخر.</translation>
    </message>
    <message>
        <source>{name} is not a file. Choose a file.</source>
        <translation>{name} ليس ملفًا. اختر ملفًا.</translation>
    </message>
    <message>
        <source>You may not read {name}. Choose a file that you may read.</source>
        <translation>لا يُسمح لك بقراءة {name}. اختر ملفًا يُسمح لك بقراءته.</translation>
    </message>
    <message>
        <source>{name} is empty. Choose a file with something in it.</source>
        <translation>{name} فارغ. اختر ملفًا فيه محتوى.</translation>
    </message>
    <message>
        <source>{name} is no recording. WAV, FLAC, OGG and MP3 files can be opened here.</source>
        <translation>{name} ليس تسجيلًا صوتيًا. تُفتح هنا ملفات WAV وFLAC وOGG وMP3.</translation>
    </message>
    <message>
        <source>{name} is no picture. PNG, JPEG and TIFF files and .npy arrays can be opened here.</source>
        <translation>الملف {name} ليس صورة. يمكن هنا فتح ملفات PNG وJPEG وTIFF ومصفوفات ‎.npy.</translation>
    </message>
    <message>
        <source>{name} is no program text. Python files in UTF-8 can be opened here.</source>
        <translation>{name} ليس نص برنامج. تُفتح هنا ملفات Python بترميز ⁦UTF-8⁩.</translation>
    </message>
    <message>
        <source>{name} is damaged or cut short. Open a whole copy of it.</source>
        <translation>{name} تالف أو مبتور. افتح نسخة كاملة منه.</translation>
    </message>
    <message>
        <source>{name} is too large: {size}, and at most {limit} can be opened.</source>
        <translation>{name} أكبر من اللازم: {size}، وأقصى ما يُفتح {limit}.</translation>
    </message>
    <message>
        <source>{name} has {lines} lines, and a program of at most {limit} can be opened. Put parts of it into modules of their own and import them; numbers belong into a file that the program reads.</source>
        <translation>في {name} من الأسطر {lines}، ويمكن فتح برنامج لا تزيد أسطره على {limit}. ضع أجزاء منه في وحدات مستقلة واستوردها؛ أما الأعداد فموضعها ملف يقرؤه البرنامج.</translation>
    </message>
    <message>
        <source>{name} is too short: {length} samples, and at least {least} are needed.</source>
        <translation>{name} أقصر من اللازم: عدد العينات {length}، وأقل ما يلزم {least}.</translation>
    </message>
    <message>
        <source>{name} has {channels} channels; at most {limit} can be shown.</source>
        <translation>عدد قنوات {name} هو {channels}، وأقصى ما يُعرض {limit}.</translation>
    </message>
    <message>
        <source>{name} holds values that are not numbers. Open a sound copy of it.</source>
        <translation>في {name} قيم ليست أعدادًا. افتح نسخة سليمة منه.</translation>
    </message>
    <message>
        <source>There is not enough memory for this. Choose something smaller.</source>
        <translation>لا تكفي الذاكرة لهذا. اختر شيئًا أصغر.</translation>
    </message>
    <message>
        <source>This layer has no output. Choose legal parameters first.</source>
        <translation>ليس لهذه الطبقة مخرجات. اختر أولًا معاملات صحيحة.</translation>
    </message>
    <message>
        <source>{name} cannot be written there. Choose another folder.</source>
        <translation>تتعذّر كتابة {name} هناك. اختر مجلدًا آخر.</translation>
    </message>
    <message>
        <source>{name} holds no weights of a Conv1d. An array (Cout, Cin / groups, k) of numbers is needed.</source>
        <translation>لا يحوي {name} أوزانًا لطبقة Conv1d. المطلوب مصفوفة أعداد شكلها ‎(Cout, Cin / groups, k)‎.</translation>
    </message>
    <message>
        <source>{name} holds no weights of a Conv2d. An array (Cout, Cin / groups, kh, kw) of numbers is needed.</source>
        <translation>لا يحوي {name} أوزان Conv2d. المطلوب مصفوفة أعداد بالشكل (Cout, Cin / groups, kh, kw).</translation>
    </message>
    <message>
        <source>{numbers} numbers are too many for a program; at most {limit} fit. Make the picture smaller.</source>
        <translation>العدد {numbers} أكبر مما يتسع له برنامج، والحد الأقصى {limit}. صغّر الصورة.</translation>
    </message>
    <message>
        <source>{numbers} numbers are too many for a program; at most {limit} fit. Choose a shorter part.</source>
        <translation>عدد الأعداد {numbers} أكثر مما يتسع له برنامج، والحد الأقصى {limit}. اختر جزءًا أقصر.</translation>
    </message>
    <message>
        <source>There is no sound device here. Everything else works without one.</source>
        <translation>لا يوجد جهاز صوت هنا، وكل ما عدا ذلك يعمل من دونه.</translation>
    </message>
    <message>
        <source>The camera {name} could not be opened. Close other programs that use it, and see that the system allows it.</source>
        <translation>تعذّر فتح الكاميرا {name}. أغلق البرامج الأخرى التي تستعملها، وتأكد من أن النظام يسمح باستعمالها.</translation>
    </message>
    <message>
        <source>The camera {name} is in use. Close the other program that uses it.</source>
        <translation>الكاميرا {name} مستعملة الآن. أغلق البرنامج الآخر الذي يستعملها.</translation>
    </message>
    <message>
        <source>The camera {name} gives no pictures any more. Connect it, and switch it on again.</source>
        <translation>لم تعد الكاميرا {name} تعطي صورًا. صِلها ثم شغّلها من جديد.</translation>
    </message>
    <message>
        <source>The camera {name} has given no picture for some seconds. Reconnect it, and switch it on again.</source>
        <translation>لم تعطِ الكاميرا {name} أي صورة منذ بضع ثوانٍ. أعد وصلها ثم شغّلها من جديد.</translation>
    </message>
    <message>
        <source>The camera is off: it is switched on by hand alone.</source>
        <translation>الكاميرا متوقفة، ولا تُشغَّل إلا يدويًّا.</translation>
    </message>
    <message>
        <source>This could not be computed. The lab keeps what it had.</source>
        <translation>تعذّر هذا الحساب. يبقى المختبر على ما كان عليه.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Copy details</source>
        <translation>نسخ التفاصيل</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>The program was stopped.</source>
        <translation>أُوقف البرنامج.</translation>
    </message>
    <message>
        <source>The program was stopped after {seconds} seconds, the limit set for it.</source>
        <translation>أُوقف البرنامج بعد {seconds} ثانية، وهي المدة المحددة له.</translation>
    </message>
    <message>
        <source>The program was stopped: it took more than {memory} MiB of memory.</source>
        <translation>أُوقف البرنامج لأنه تجاوز {memory} ميبيبايت من الذاكرة.</translation>
    </message>
    <message>
        <source>{error} in line {line}: {message}</source>
        <translation>{error} في السطر {line}: {message}</translation>
    </message>
    <message>
        <source>{error}: {message}</source>
        <translation>{error}: {message}</translation>
    </message>
    <message>
        <source>The program&apos;s process crashed ({signal}). The next run starts afresh.</source>
        <translation>انهارت عملية البرنامج ({signal}). يبدأ التشغيل التالي من جديد.</translation>
    </message>
    <message>
        <source>The program ended its own process ({status}). The next run starts afresh.</source>
        <translation>أنهى البرنامج عمليته بنفسه ({status}). يبدأ التشغيل التالي من جديد.</translation>
    </message>
    <message>
        <source>The program printed more than {limit} kB; the rest is left out.</source>
        <translation>طبع البرنامج أكثر من {limit} كيلوبايت، وتُرك الباقي.</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Search commands</source>
        <translation>ابحث عن أمر</translation>
    </message>
    <message>
        <source>Commands found</source>
        <translation>الأوامر المطابقة</translation>
    </message>
    <message>
        <source>No command is called that</source>
        <translation>لا أمر بهذا الاسم</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>While presenting</source>
        <translation>أثناء العرض</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>Less</source>
        <translation>أقل</translation>
    </message>
    <message>
        <source>More</source>
        <translation>أكثر</translation>
    </message>
    <message>
        <source>This layer is too large</source>
        <translation>هذه الطبقة أكبر من اللازم</translation>
    </message>
    <message>
        <source>torch refuses this layer</source>
        <translation>ترفض torch هذه الطبقة</translation>
    </message>
    <message>
        <source>{what}: {number} are more than can be shown; at most {limit} can.</source>
        <translation>{what}: العدد {number} أكثر مما يمكن عرضه، والحد الأقصى {limit}.</translation>
    </message>
    <message>
        <source>Nearest legal values</source>
        <translation>أقرب القيم المقبولة</translation>
    </message>
    <message>
        <source>Set {setting}</source>
        <translation>اجعل {setting}</translation>
    </message>
    <message>
        <source>torch accepts {range} here</source>
        <translation>تقبل torch هنا {range}</translation>
    </message>
    <message>
        <source>height</source>
        <translation>الارتفاع</translation>
    </message>
    <message>
        <source>width</source>
        <translation>العرض</translation>
    </message>
</context>
<context>
    <name>Predict</name>
    <message>
        <source>Predict the next step</source>
        <translation>توقّع ما يلي</translation>
    </message>
    <message>
        <source>Its gradient</source>
        <translation>تدرّجها</translation>
    </message>
    <message>
        <source>Its node</source>
        <translation>العقدة</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>ثبّت الجواب</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>من جديد</translation>
    </message>
    <message>
        <source>Begin the score anew</source>
        <translation>ابدأ العدّ من جديد</translation>
    </message>
    <message>
        <source>Your gradient, row by row</source>
        <translation>تدرّجك، صفًّا صفًّا</translation>
    </message>
    <message>
        <source>As it was recorded</source>
        <translation>كما سُجّل</translation>
    </message>
    <message>
        <source>The next node</source>
        <translation>العقدة التالية</translation>
    </message>
    <message>
        <source>Choose the next node</source>
        <translation>اختر العقدة التالية</translation>
    </message>
    <message numerus="yes">
        <source>{right} right of %n</source>
        <translation>
            <numerusform>لا شيء بعد ({right})</numerusform>
            <numerusform>{right} صحيح من واحد</numerusform>
            <numerusform>{right} صحيح من اثنين</numerusform>
            <numerusform>{right} صحيح من %n</numerusform>
            <numerusform>{right} صحيح من %n</numerusform>
            <numerusform>{right} صحيح من %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Run a program that asks for gradients; its steps can be predicted here.</source>
        <translation>شغّل برنامجًا يطلب تدرّجات، ثم توقّع هنا ما يفعله المحرّك.</translation>
    </message>
    <message>
        <source>Which node does the engine run next?</source>
        <translation>أي عقدة يشغّلها المحرّك بعد هذه؟</translation>
    </message>
    <message>
        <source>{node}: what will .grad be afterwards?</source>
        <translation>{node}: ما قيمة ⁦.grad⁩ بعدها؟</translation>
    </message>
    <message>
        <source>{node}: what arrives there?</source>
        <translation>{node}: ماذا يصل إليها؟</translation>
    </message>
    <message>
        <source>{node}: what will it send to {target}?</source>
        <translation>{node}: ماذا ترسل إلى {target}؟</translation>
    </message>
    <message>
        <source>This run has no backward pass; there are no gradients to predict.</source>
        <translation>ليس في هذا التشغيل تمرير خلفي؛ فلا تدرّجات لتوقّعها.</translation>
    </message>
    <message>
        <source>This is the last step; nothing comes after it. Go back to predict a step that does come.</source>
        <translation>هذه هي المرحلة الأخيرة ولا شيء بعدها. ارجع إلى الوراء لتتوقّع ما يأتي.</translation>
    </message>
    <message>
        <source>The next step belongs to the forward pass. Predictions begin where the backward pass does.</source>
        <translation>ما يلي جزء من التمرير الأمامي. يبدأ التوقّع حيث يبدأ التمرير الخلفي.</translation>
    </message>
    <message>
        <source>No backward pass comes after this. Go back to before one to predict its steps.</source>
        <translation>لا يأتي بعد هذا تمرير خلفي. ارجع إلى ما قبل تمرير خلفي لتتوقّع ما فيه.</translation>
    </message>
    <message>
        <source>Its gradient has too many numbers to be typed, or none.</source>
        <translation>أعداد تدرّجها أكثر من أن تُكتب، أو لا أعداد فيه.</translation>
    </message>
    <message>
        <source>Shape {shape}. Type it row by row, as in {example}, or into the cells.</source>
        <translation>الشكل {shape}. اكتبه صفًّا صفًّا، مثل {example}، أو في الخلايا.</translation>
    </message>
    <message>
        <source>✓ Right</source>
        <translation>✓ صحيح</translation>
    </message>
    <message>
        <source>✗ It is {node}</source>
        <translation>✗ بل هي {node}</translation>
    </message>
    <message numerus="yes">
        <source>✗ %n wrong: {places}</source>
        <translation>
            <numerusform>✗ لا خطأ: {places}</numerusform>
            <numerusform>✗ عنصر خاطئ: {places}</numerusform>
            <numerusform>✗ عنصران خاطئان: {places}</numerusform>
            <numerusform>✗ %n عناصر خاطئة: {places}</numerusform>
            <numerusform>✗ %n عنصرًا خاطئًا: {places}</numerusform>
            <numerusform>✗ %n عنصر خاطئ: {places}</numerusform>
        </translation>
    </message>
    <message>
        <source>✗ Not this number</source>
        <translation>✗ ليس هذا العدد</translation>
    </message>
    <message>
        <source>Type a number, or one for each entry.</source>
        <translation>اكتب عددًا، أو عددًا لكل عنصر.</translation>
    </message>
    <message>
        <source>“{what}” is no number. Write it as -0.75 or 3/4.</source>
        <translation>«{what}» ليس عددًا. اكتبه مثل ⁦-0.75⁩ أو ⁦3/4⁩.</translation>
    </message>
    <message>
        <source>These are {found} numbers; {needed} are needed, or one for all.</source>
        <translation>كتبت {found} من الأعداد؛ ويلزم {needed}، أو عدد واحد للكل.</translation>
    </message>
    <message>
        <source>The rows are not of equal length.</source>
        <translation>الصفوف غير متساوية الطول.</translation>
    </message>
</context>
<context>
    <name>Presenting</name>
    <message>
        <source>Black screen</source>
        <translation>شاشة سوداء</translation>
    </message>
    <message>
        <source>White screen</source>
        <translation>شاشة بيضاء</translation>
    </message>
    <message>
        <source>Frozen picture</source>
        <translation>صورة مجمَّدة</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>مجمَّدة</translation>
    </message>
    <message>
        <source>Keys while presenting</source>
        <translation>المفاتيح أثناء العرض</translation>
    </message>
    <message>
        <source>All other keys do what they always do.</source>
        <translation>ولسائر المفاتيح عملُها المعتاد.</translation>
    </message>
    <message>
        <source>Next step, of the lesson or the clock</source>
        <translation>إلى التالي، في الدرس أو في مراحل المختبر</translation>
    </message>
    <message>
        <source>Previous step</source>
        <translation>إلى السابق</translation>
    </message>
    <message>
        <source>Black screen; any key brings it back</source>
        <translation>شاشة سوداء؛ يعيد الصورةَ أيُّ مفتاح</translation>
    </message>
    <message>
        <source>White screen; any key brings it back</source>
        <translation>شاشة بيضاء؛ يعيد الصورةَ أيُّ مفتاح</translation>
    </message>
    <message>
        <source>Laser pointer, while the key is held</source>
        <translation>مؤشر ليزر ما دام المفتاح مضغوطا</translation>
    </message>
    <message>
        <source>Draw, while held or until pressed again</source>
        <translation>الرسم بالفأرة ما دام المفتاح مضغوطا، أو حتى ضغطه ثانية</translation>
    </message>
    <message>
        <source>Erase what was drawn</source>
        <translation>محو ما رُسم</translation>
    </message>
    <message>
        <source>Freeze the audience&apos;s picture, and release it</source>
        <translation>تجميد صورة الجمهور أو إطلاقها</translation>
    </message>
    <message>
        <source>Show or hide the step&apos;s text</source>
        <translation>إظهار نص الدرس أو إخفاؤه</translation>
    </message>
    <message>
        <source>Speaker&apos;s notes</source>
        <translation>ملاحظات المحاضر</translation>
    </message>
    <message>
        <source>Exchange the two screens</source>
        <translation>تبديل الشاشتين</translation>
    </message>
    <message>
        <source>Show or hide these keys</source>
        <translation>إظهار هذه المفاتيح أو إخفاؤها</translation>
    </message>
    <message>
        <source>Leave presenting</source>
        <translation>إنهاء العرض</translation>
    </message>
    <message>
        <source>There are no notes on this step.</source>
        <translation>لا ملاحظات هنا.</translation>
    </message>
    <message>
        <source>Nothing: this is the end.</source>
        <translation>لا شيء: هذه هي النهاية.</translation>
    </message>
    <message>
        <source>The audience&apos;s screen is blank.</source>
        <translation>شاشة الجمهور محجوبة.</translation>
    </message>
    <message>
        <source>The audience&apos;s picture is frozen.</source>
        <translation>صورة الجمهور مجمَّدة.</translation>
    </message>
    <message>
        <source>Notes for the lecturer</source>
        <translation>ملاحظات للمحاضر</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>ملاحظات</translation>
    </message>
    <message>
        <source>Text of the step</source>
        <translation>ما يقرؤه الجمهور</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>تشغيل</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>من الصفر</translation>
    </message>
    <message>
        <source>What the audience sees</source>
        <translation>ما يراه الجمهور</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>الوقت الآن</translation>
    </message>
    <message>
        <source>Time since the start</source>
        <translation>الوقت منذ البداية</translation>
    </message>
    <message>
        <source>This was the last step.</source>
        <translation>هذا آخر ما في الدرس أو المختبر.</translation>
    </message>
    <message>
        <source>Step {step} of {count}</source>
        <translation>المرحلة {step} من {count}</translation>
    </message>
    <message>
        <source>Notes, on one screen seen by the audience too</source>
        <translation>ملاحظات، والشاشة واحدة فيراها الجمهور أيضا</translation>
    </message>
    <message>
        <source>Pointer and ink</source>
        <translation>المؤشر والحبر</translation>
    </message>
    <message>
        <source>The audience sees the lab again.</source>
        <translation>عاد الجمهور يرى المختبر.</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>identity</source>
        <translation>المحايدة</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>إزاحة</translation>
    </message>
    <message>
        <source>moving average</source>
        <translation>متوسط متحرك</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>فرق</translation>
    </message>
    <message>
        <source>Gaussian</source>
        <translation>غاوسية</translation>
    </message>
    <message>
        <source>sharpen</source>
        <translation>زيادة الحدة</translation>
    </message>
    <message>
        <source>sine</source>
        <translation>جيبية</translation>
    </message>
    <message>
        <source>band-pass</source>
        <translation>تمرير نطاق</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>متعلَّمة</translation>
    </message>
    <message>
        <source>left − right</source>
        <translation>اليسرى − اليمنى</translation>
    </message>
    <message>
        <source>random</source>
        <translation>عشوائية</translation>
    </message>
    <message>
        <source>blur</source>
        <translation>تمويه</translation>
    </message>
    <message>
        <source>Sobel, horizontal</source>
        <translation>سوبل أفقية</translation>
    </message>
    <message>
        <source>Sobel, vertical</source>
        <translation>سوبل عمودية</translation>
    </message>
    <message>
        <source>Laplacian</source>
        <translation>لابلاسية</translation>
    </message>
    <message>
        <source>emboss</source>
        <translation>نقش بارز</translation>
    </message>
    <message>
        <source>edges</source>
        <translation>حواف</translation>
    </message>
    <message>
        <source>Gabor</source>
        <translation>غابور</translation>
    </message>
    <message>
        <source>custom</source>
        <translation>مخصصة</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Nothing was kept of this run that could be asked. Run the program again.</source>
        <translation>لم يُحتفظ من هذا التشغيل بشيء يمكن سؤاله. شغّل البرنامج من جديد.</translation>
    </message>
    <message>
        <source>The program is still running. It can be asked when it has ended.</source>
        <translation>ما زال البرنامج يعمل. يمكن سؤاله بعد أن ينتهي.</translation>
    </message>
    <message>
        <source>The process that kept this pass has ended. Run the program again.</source>
        <translation>انتهت العملية التي احتفظت بهذا التمرير. شغّل البرنامج من جديد.</translation>
    </message>
    <message>
        <source>This pass was not kept: only the first two and the last two passes of a run are. Step to one of those.</source>
        <translation>لم يُحتفظ بهذا التمرير: لا يُحتفظ إلا بأول تمريرين وآخر تمريرين من التشغيل. انتقل إلى أحدها.</translation>
    </message>
    <message>
        <source>This pass ran on a thread of the program&apos;s own, and such passes are not kept.</source>
        <translation>جرى هذا التمرير في خيط أنشأه البرنامج، ومثل هذه التمريرات لا يُحتفظ بها.</translation>
    </message>
    <message>
        <source>There was not enough memory for this. Make the tensors smaller.</source>
        <translation>لم تكفِ الذاكرة لهذا. صغّر الموترات.</translation>
    </message>
    <message>
        <source>This pass ran inside torch.func or vmap, where nodes cannot be called one by one.</source>
        <translation>جرى هذا التمرير داخل torch.func أو vmap، حيث لا يمكن استدعاء العقد واحدة واحدة.</translation>
    </message>
    <message>
        <source>A node on the way cannot be called from outside the engine.</source>
        <translation>في الطريق عقدة لا يمكن استدعاؤها من خارج المحرّك.</translation>
    </message>
    <message>
        <source>A node raised {type}: {message}</source>
        <translation>أطلقت عقدة {type}: {message}</translation>
    </message>
    <message>
        <source>It took too long and was stopped.</source>
        <translation>طال أكثر مما ينبغي فأُوقف.</translation>
    </message>
    <message>
        <source>A node ended the process that was asked. The run itself is as it was.</source>
        <translation>أنهت عقدة العملية التي سُئلت. أما التشغيل نفسه فكما كان.</translation>
    </message>
    <message>
        <source>This run has no such root.</source>
        <translation>ليس في هذا التشغيل جذر كهذا.</translation>
    </message>
    <message>
        <source>This pass has no such node.</source>
        <translation>ليس في هذا التمرير عقدة كهذه.</translation>
    </message>
    <message>
        <source>That node has no such output.</source>
        <translation>ليس لتلك العقدة خرج كهذا.</translation>
    </message>
    <message>
        <source>This run has no such edge.</source>
        <translation>ليس في هذا التشغيل حافة كهذه.</translation>
    </message>
    <message>
        <source>A gradient does not have the shape of what it belongs to.</source>
        <translation>ليس لأحد التدرّجات شكل ما ينتمي إليه.</translation>
    </message>
    <message>
        <source>A gradient holds something that is no number.</source>
        <translation>في أحد التدرّجات ما ليس عددًا.</translation>
    </message>
    <message>
        <source>The Jacobian has no such row.</source>
        <translation>ليس في مصفوفة جاكوبي صف كهذا.</translation>
    </message>
    <message>
        <source>The Jacobian has more than 4,096 rows. Choose a smaller tensor, such as the loss.</source>
        <translation>في مصفوفة جاكوبي أكثر من 4096 صفًّا. اختر موترًا أصغر، كالخسارة.</translation>
    </message>
    <message>
        <source>The Jacobian has more than 4,096 columns. Choose a smaller tensor.</source>
        <translation>في مصفوفة جاكوبي أكثر من 4096 عمودًا. اختر موترًا أصغر.</translation>
    </message>
    <message>
        <source>The Jacobian has more than four million numbers. Choose smaller tensors.</source>
        <translation>في مصفوفة جاكوبي أكثر من أربعة ملايين عدد. اختر موترين أصغر.</translation>
    </message>
    <message>
        <source>For complex numbers there is no single Jacobian.</source>
        <translation>لا توجد للأعداد المركّبة مصفوفة جاكوبي واحدة.</translation>
    </message>
    <message>
        <source>One of the two has no derivative: it holds integers, or no tensor.</source>
        <translation>لا مشتقّ لأحد الاثنين: فيه أعداد صحيحة، أو ليس موترًا.</translation>
    </message>
    <message>
        <source>This node is torch&apos;s own; only custom functions have a backward in Python.</source>
        <translation>هذه العقدة من torch نفسها؛ ولا backward بلغة Python إلا للدوال المخصّصة.</translation>
    </message>
    <message>
        <source>No gradient reaches this node in this pass.</source>
        <translation>لا يصل إلى هذه العقدة تدرّج في هذا التمرير.</translation>
    </message>
    <message>
        <source>It ran more lines than are recorded; the first of them are here.</source>
        <translation>نفّذت أسطرًا أكثر مما يُسجَّل؛ وهذه أوائلها.</translation>
    </message>
    <message>
        <source>The call that made this node was not seen, so its inputs are not known.</source>
        <translation>لم يُرَ الاستدعاء الذي أنشأ هذه العقدة، فمدخلاته مجهولة.</translation>
    </message>
    <message>
        <source>It was given something besides tensors and plain values, so it cannot be called again.</source>
        <translation>أُعطيت شيئًا غير الموترات والقيم البسيطة، فلا يمكن استدعاؤها ثانية.</translation>
    </message>
    <message>
        <source>Its inputs have more than 4,096 elements, too many to check each.</source>
        <translation>في مدخلاتها أكثر من 4096 عنصرًا، وهذا أكثر من أن يُفحص كل منها.</translation>
    </message>
    <message>
        <source>Its outputs have more than 4,096 elements, too many to check each.</source>
        <translation>في مخرجاتها أكثر من 4096 عنصرًا، وهذا أكثر من أن يُفحص كل منها.</translation>
    </message>
    <message>
        <source>None of its inputs is of floating point and requires a gradient.</source>
        <translation>ليس بين مدخلاتها ما هو عدد عشري ويتطلّب تدرّجًا.</translation>
    </message>
    <message>
        <source>None of its outputs is of floating point and has a gradient.</source>
        <translation>ليس بين مخرجاتها ما هو عدد عشري وله تدرّج.</translation>
    </message>
    <message>
        <source>In float64, its forward raised {type}: {message}</source>
        <translation>أطلقت forward فيها عند float64 ‏{type}: {message}</translation>
    </message>
</context>
<context>
    <name>Samples</name>
    <message>
        <source>Stereo chord</source>
        <translation>تآلف مجسّم (ستيريو)</translation>
    </message>
    <message>
        <source>Mono voice</source>
        <translation>صوت أحادي القناة</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>منظر طبيعي</translation>
    </message>
    <message>
        <source>Still life in grey</source>
        <translation>أجسام بالرمادي</translation>
    </message>
    <message>
        <source>River from the air, 20 bands</source>
        <translation>نهر من الجو، 20 نطاقًا طيفيًا</translation>
    </message>
</context>
<context>
    <name>Sessions</name>
    <message>
        <source>ConvGrad sessions</source>
        <translation>جلسات ConvGrad</translation>
    </message>
    <message>
        <source>All that opens here</source>
        <translation>كل ما يُفتح هنا</translation>
    </message>
    <message>
        <source>The session {name} is not there any more. Choose another file.</source>
        <translation>لم تعد الجلسة {name} موجودة. اختر ملفًا آخر.</translation>
    </message>
    <message>
        <source>{name} is not a file. Choose a session&apos;s file.</source>
        <translation>ليس {name} ملفًا. اختر ملف جلسة.</translation>
    </message>
    <message>
        <source>You may not read {name}. Choose a file that you may read.</source>
        <translation>لا يُسمح لك بقراءة {name}. اختر ملفًا يُسمح لك بقراءته.</translation>
    </message>
    <message>
        <source>{name} is empty. There is no session in it.</source>
        <translation>الملف {name} فارغ، ولا جلسة فيه.</translation>
    </message>
    <message>
        <source>The session {name} is too large: {size}, and at most {limit} can be opened.</source>
        <translation>الجلسة {name} كبيرة جدًا: {size}، ولا يُفتح ما يزيد على {limit}.</translation>
    </message>
    <message>
        <source>{name} is damaged or cut short and cannot be read ({detail}). Nothing was changed.</source>
        <translation>الملف {name} تالف أو مبتور، ولا تمكن قراءته ({detail}). لم يتغيّر شيء.</translation>
    </message>
    <message>
        <source>{name} is no session that ConvGrad wrote: it is nested deeper than {limit} levels.</source>
        <translation>ليس {name} جلسة كتبها ConvGrad: فتداخله أعمق من {limit} مستوى.</translation>
    </message>
    <message>
        <source>{name} is no ConvGrad session. Nothing was changed.</source>
        <translation>ليس {name} جلسة من جلسات ConvGrad. لم يتغيّر شيء.</translation>
    </message>
    <message>
        <source>{name} was saved by a newer ConvGrad (format {version}; this one knows {known}). Open it with that one.</source>
        <translation>حُفظ {name} بإصدار أحدث من ConvGrad (الصيغة {version}، وهذا الإصدار يعرف {known}). افتحه بذلك الإصدار.</translation>
    </message>
    <message>
        <source>{name} cannot be opened: what stands at {where} is not what belongs there ({detail}).</source>
        <translation>لا يمكن فتح {name}: ما ورد عند {where} ليس ما ينبغي أن يرد هناك ({detail}).</translation>
    </message>
    <message>
        <source>{name} cannot be written there ({detail}). Choose another folder; your work is still here.</source>
        <translation>لا تمكن كتابة {name} هناك ({detail}). اختر مجلدًا آخر، فعملك ما زال هنا.</translation>
    </message>
    <message>
        <source>{name} was changed by another program since it was opened here.</source>
        <translation>غيّر برنامج آخر الملف {name} بعد فتحه هنا.</translation>
    </message>
    <message>
        <source>This session cannot be saved: no file can hold what is at {where}. Change it, and save again.</source>
        <translation>لا يمكن حفظ هذه الجلسة: لا يتسع ملف لما ورد عند {where}. غيّره ثم احفظ من جديد.</translation>
    </message>
    <message>
        <source>{name} cannot be opened: at {where} stands a value of another kind ({detail}).</source>
        <translation>لا يمكن فتح {name}: القيمة عند {where} من نوع آخر ({detail}).</translation>
    </message>
    <message>
        <source>{name} cannot be opened: what stands at {where} is unknown here; known are {detail}.</source>
        <translation>لا يمكن فتح {name}: ما ورد عند {where} غير معروف هنا، والمعروف: {detail}.</translation>
    </message>
    <message>
        <source>{name} cannot be opened: at {where} stands an example that is unknown here; known are {detail}.</source>
        <translation>لا يمكن فتح {name}: المثال المذكور عند {where} غير معروف هنا، والمعروف: {detail}.</translation>
    </message>
    <message>
        <source>{name} cannot be opened: what stands at {where} is out of bounds ({detail}).</source>
        <translation>لا يمكن فتح {name}: ما ورد عند {where} خارج الحدود ({detail}).</translation>
    </message>
    <message>
        <source>{lab}: {name} is neither where it was nor beside the session; here is the first sample.</source>
        <translation>{lab}: الملف {name} ليس في مكانه السابق ولا بجوار الجلسة، فعُرضت العينة المدمجة الأولى.</translation>
    </message>
    <message>
        <source>{lab}: {name} has something else in it than when the session was saved; here is the first sample.</source>
        <translation>{lab}: تغيّر محتوى {name} منذ حفظ الجلسة، فعُرضت العينة المدمجة الأولى.</translation>
    </message>
    <message>
        <source>{lab}: {name} is damaged inside the session; here is the first sample.</source>
        <translation>{lab}: الملف {name} تالف داخل الجلسة، فعُرضت العينة المدمجة الأولى.</translation>
    </message>
    <message>
        <source>{lab}: there was no room to unpack {name} from the session; here is the first sample.</source>
        <translation>{lab}: لا مكان لاستخراج {name} من الجلسة، فعُرضت العينة المدمجة الأولى.</translation>
    </message>
    <message>
        <source>{lab}: a session switches no camera on; here is the first sample in place of {name}.</source>
        <translation>{lab}: لا تشغّل الجلسة كاميرا أبدًا، فعُرضت العينة المدمجة الأولى بدل {name}.</translation>
    </message>
    <message>
        <source>{lab}: this version has no sample called {name}; here is the first one.</source>
        <translation>{lab}: لا عينة مدمجة باسم {name} في هذا الإصدار، فعُرضت الأولى.</translation>
    </message>
    <message>
        <source>{lab}: {name} is not there any more, so the session that was saved only has its name.</source>
        <translation>{lab}: لم يعد {name} موجودًا، فليس في الجلسة المحفوظة إلا اسمه.</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>جلسة جديدة</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>حفظ الجلسة</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>تغييرات غير محفوظة</translation>
    </message>
    <message>
        <source>Save the changes to {name}?</source>
        <translation>أتُحفظ التغييرات في {name}؟</translation>
    </message>
    <message>
        <source>Save this session?</source>
        <translation>أتُحفظ هذه الجلسة؟</translation>
    </message>
    <message>
        <source>What is not saved is lost.</source>
        <translation>ما لا يُحفظ يضيع.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Do not save</source>
        <translation>عدم الحفظ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>To save over it would lose those changes.</source>
        <translation>الحفظ فوقه يُضيع تلك التغييرات.</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>حفظ باسم…</translation>
    </message>
    <message>
        <source>Save over it</source>
        <translation>احفظ فوقه</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>لا جلسات بعد</translation>
    </message>
    <message>
        <source>Take out what is missing</source>
        <translation>إزالة المفقود من القائمة</translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>مسح هذه القائمة</translation>
    </message>
    <message>
        <source>{name} (missing)</source>
        <translation>{name} (مفقود)</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>استعادة</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>تجاهل نهائيًا</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>لاحقًا</translation>
    </message>
    <message>
        <source>ConvGrad ended unexpectedly. Unsaved changes to {name} were kept ({when}).</source>
        <translation>انتهى ConvGrad على نحو غير متوقع، وحُفظت نسخة من تغييراتك غير المحفوظة في {name} ({when}).</translation>
    </message>
    <message>
        <source>ConvGrad ended unexpectedly. A session without a name was kept ({when}).</source>
        <translation>انتهى ConvGrad على نحو غير متوقع، وحُفظت نسخة من جلسة لم تُسمَّ بعد ({when}).</translation>
    </message>
</context>
<context>
    <name>Shapes</name>
    <message>
        <source>input</source>
        <translation>المدخل</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>الأوزان</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>الانحياز</translation>
    </message>
    <message>
        <source>output</source>
        <translation>المخرج</translation>
    </message>
</context>
<context>
    <name>Signal</name>
    <message>
        <source>One output value</source>
        <translation>قيمة مخرج واحدة</translation>
    </message>
    <message>
        <source>as the kernel</source>
        <translation>بشكل النواة</translation>
    </message>
    <message>
        <source>by size</source>
        <translation>حسب المقدار</translation>
    </message>
    <message>
        <source>by channel</source>
        <translation>حسب القناة</translation>
    </message>
    <message>
        <source>Order of the products</source>
        <translation>ترتيب حواصل الضرب</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>الانحياز</translation>
    </message>
    <message>
        <source>This layer has no output</source>
        <translation>لا مخرج لهذه الطبقة</translation>
    </message>
    <message>
        <source>kernel {kernel} at window {window}</source>
        <translation>النواة {kernel} عند النافذة {window}</translation>
    </message>
    <message>
        <source>{correlate} gives {first}, {convolve}, which turns the kernel round, {second}</source>
        <translation>قيمة {correlate} هي {first}، وقيمة {convolve} التي تقلب النواة هي {second}</translation>
    </message>
    <message>
        <source>Padding: {links}</source>
        <translation>الحشو: {links}</translation>
    </message>
    <message>
        <source>kernel {number}</source>
        <translation>النواة {number}</translation>
    </message>
    <message>
        <source>Preset of kernel {number}</source>
        <translation>نواة جاهزة للنواة {number}</translation>
    </message>
    <message>
        <source>Frequency in Hz</source>
        <translation>التردد بالهرتز</translation>
    </message>
    <message>
        <source>Frequency in Hz; 0 is one period over the kernel</source>
        <translation>التردد بالهرتز، والصفر يعني دورة واحدة على طول النواة</translation>
    </message>
    <message>
        <source>Export the output</source>
        <translation>تصدير المخرجات</translation>
    </message>
    <message>
        <source>{parameters} parameters, {products} multiply-adds</source>
        <translation>عدد المعاملات {parameters}، وعمليات الضرب والجمع {products}</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>التسجيل</translation>
    </message>
    <message>
        <source>Output length</source>
        <translation>طول المخرج</translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation>الأشكال</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>فتح…</translation>
    </message>
    <message>
        <source>The whole recording</source>
        <translation>التسجيل كله</translation>
    </message>
    <message>
        <source>What the layer does</source>
        <translation>ما تفعله الطبقة</translation>
    </message>
    <message>
        <source>cross-correlation, as torch</source>
        <translation>ارتباط متبادل كما في torch</translation>
    </message>
    <message>
        <source>true convolution: kernels turned round</source>
        <translation>التفاف حقيقي: النوى مقلوبة</translation>
    </message>
    <message>
        <source>Take it along</source>
        <translation>خذه معك</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>نسخ الشيفرة</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>لصق</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>تصدير…</translation>
    </message>
    <message>
        <source>First sample</source>
        <translation>أول عينة</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>الطول</translation>
    </message>
    <message>
        <source>Mono</source>
        <translation>أحادية القناة</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>اليسرى</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>اليمنى</translation>
    </message>
    <message>
        <source>Channel {number}</source>
        <translation>القناة {number}</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>الانزلاق</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>المصفوفة</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>الأشكال</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>التمرير الخلفي</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>الاستماع</translation>
    </message>
    <message>
        <source>The whole recording; drag to move the part</source>
        <translation>التسجيل كله؛ اسحب لتحريك الجزء المختار</translation>
    </message>
    <message>
        <source>Reading the recording: {share}</source>
        <translation>تجري قراءة التسجيل: {share}</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>المدخل</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>تشغيل</translation>
    </message>
    <message>
        <source>Spectrogram of {name}</source>
        <translation>المخطط الطيفي: {name}</translation>
    </message>
    <message>
        <source>Frequencies over time</source>
        <translation>الترددات عبر الزمن</translation>
    </message>
    <message>
        <source>The lecture&apos;s experiment</source>
        <translation>تجربة المحاضرة</translation>
    </message>
    <message>
        <source>Four kernels that are sines of 8,820 taps, at the frequencies of four notes</source>
        <translation>أربع نوى هي موجات جيبية من 8,820 وزنًا بترددات أربع نغمات</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>مستوى الصوت</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>يجري الحساب…</translation>
    </message>
    <message>
        <source>Preview: the columns stand further apart than their windows</source>
        <translation>معاينة: المسافة بين الأعمدة أكبر من نوافذها</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>المخرج</translation>
    </message>
    <message>
        <source>Input, the part in the frame</source>
        <translation>المدخل: الجزء الذي في الإطار</translation>
    </message>
    <message>
        <source>Output, one lane a kernel</source>
        <translation>المخرج: مسار لكل نواة</translation>
    </message>
    <message>
        <source>Preview: a few outputs of each column are computed</source>
        <translation>معاينة: تُحسب قيم قليلة من كل عمود</translation>
    </message>
    <message numerus="yes">
        <source>This weight is used %n time(s), on the ringed inputs</source>
        <translation>
            <numerusform>لا يُستعمل هذا الوزن</numerusform>
            <numerusform>يُستعمل هذا الوزن مرة واحدة، على المدخل المطوَّق</numerusform>
            <numerusform>يُستعمل هذا الوزن مرتين، على المدخلات المطوَّقة</numerusform>
            <numerusform>يُستعمل هذا الوزن %n مرات، على المدخلات المطوَّقة</numerusform>
            <numerusform>يُستعمل هذا الوزن %n مرة، على المدخلات المطوَّقة</numerusform>
            <numerusform>يُستعمل هذا الوزن %n مرة، على المدخلات المطوَّقة</numerusform>
        </translation>
    </message>
    <message>
        <source>Preview: a few samples of each column</source>
        <translation>معاينة: عينات قليلة من كل عمود</translation>
    </message>
    <message>
        <source>{shape} samples; Ctrl and the wheel zoom, Shift and the wheel pan</source>
        <translation>{shape} عينة، التقريب بعجلة الفأرة مع Ctrl والتحريك بها مع Shift</translation>
    </message>
    <message>
        <source>{shape}, drag a dot to change a sample</source>
        <translation>{shape}، اسحب نقطة لتغيير عينة</translation>
    </message>
    <message>
        <source>{shape} samples, {rate}, {seconds}</source>
        <translation>{shape} عينة، {rate}، {seconds}</translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) at the end that no window reaches</source>
        <translation>
            <numerusform>تصل النوافذ إلى كل العينات</numerusform>
            <numerusform>عينة واحدة في الآخر لا تصلها أي نافذة</numerusform>
            <numerusform>عينتان في الآخر لا تصلهما أي نافذة</numerusform>
            <numerusform>%n عينات في الآخر لا تصلها أي نافذة</numerusform>
            <numerusform>%n عينة في الآخر لا تصلها أي نافذة</numerusform>
            <numerusform>%n عينة في الآخر لا تصلها أي نافذة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more channel(s)</source>
        <translation>
            <numerusform>لا قنوات أخرى</numerusform>
            <numerusform>قناة أخرى</numerusform>
            <numerusform>قناتان أخريان</numerusform>
            <numerusform>%n قنوات أخرى</numerusform>
            <numerusform>%n قناة أخرى</numerusform>
            <numerusform>%n قناة أخرى</numerusform>
        </translation>
    </message>
    <message>
        <source>all ones</source>
        <translation>آحاد كلها</translation>
    </message>
    <message>
        <source>one at the cursor</source>
        <translation>واحد عند المؤشر</translation>
    </message>
    <message>
        <source>the output itself</source>
        <translation>المخرجات نفسها</translation>
    </message>
    <message>
        <source>drawn by hand</source>
        <translation>مرسوم باليد</translation>
    </message>
    <message>
        <source>The gradient that arrives</source>
        <translation>التدرّج الوارد</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>تقريب</translation>
    </message>
    <message>
        <source>Gradient that arrives at the output</source>
        <translation>التدرّج الوارد إلى المخرجات</translation>
    </message>
    <message>
        <source>Gradient of the input</source>
        <translation>تدرّج المدخلات</translation>
    </message>
    <message>
        <source>Gradients of the kernels</source>
        <translation>تدرّجات النوى</translation>
    </message>
    <message>
        <source>Gradients are shown of a view that draws every sample</source>
        <translation>تظهر التدرّجات حين تُرسم كل عينة في المشهد</translation>
    </message>
    <message>
        <source>of the outputs in and around the view</source>
        <translation>للمخرجات الظاهرة وما حولها</translation>
    </message>
    <message>
        <source>every output stamps its kernel, times its gradient</source>
        <translation>كل مخرج يطبع نواته مضروبة في تدرّجه</translation>
    </message>
    <message>
        <source>A fully connected layer: every output reads every sample, with a weight of its own.</source>
        <translation>طبقة كاملة الاتصال: كل مخرج يقرأ كل عينة، ولكل منها وزن خاص.</translation>
    </message>
    <message>
        <source>Locality: each row keeps k weights, and is a kernel.</source>
        <translation>المحلية (locality): يبقى في كل صف k وزنًا، فيصير نواة.</translation>
    </message>
    <message>
        <source>The kernels stand one behind the other: the thickness of the output.</source>
        <translation>تقف النوى بعضها خلف بعض، وعددها سُمك المخرجات.</translation>
    </message>
    <message>
        <source>Stationarity: each kernel is shifted along, the same weights in every row.</source>
        <translation>الثبات (stationarity): تُزاح كل نواة على طول الإشارة، والأوزان نفسها في كل صف.</translation>
    </message>
    <message>
        <source>Full matrix</source>
        <translation>مصفوفة كاملة</translation>
    </message>
    <message>
        <source>Narrow</source>
        <translation>تضييق</translation>
    </message>
    <message>
        <source>Stack</source>
        <translation>تكديس</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>إزاحة</translation>
    </message>
    <message>
        <source>From a full matrix to bands</source>
        <translation>من مصفوفة كاملة إلى أشرطة</translation>
    </message>
    <message>
        <source>Gradient of one input sample</source>
        <translation>تدرّج عينة واحدة من المدخلات</translation>
    </message>
    <message>
        <source>The sum as it builds up</source>
        <translation>المجموع وهو يتراكم</translation>
    </message>
    <message>
        <source>Gradient of the bias: the sum of what arrives</source>
        <translation>تدرّج الانحياز: مجموع ما يرد</translation>
    </message>
    <message>
        <source>No window reads it: zero</source>
        <translation>لا تقرؤها أي نافذة: صفر</translation>
    </message>
    <message>
        <source>sample {place}, {channel}</source>
        <translation>العينة {place}، {channel}</translation>
    </message>
    <message numerus="yes">
        <source>%n smaller term(s)</source>
        <translation>
            <numerusform>لا حدود أصغر</numerusform>
            <numerusform>وحدّ واحد أصغر</numerusform>
            <numerusform>وحدّان أصغر</numerusform>
            <numerusform>و%n حدود أصغر</numerusform>
            <numerusform>و%n حدًّا أصغر</numerusform>
            <numerusform>و%n حد أصغر</numerusform>
        </translation>
    </message>
    <message>
        <source>Gradient of kernel {number}</source>
        <translation>تدرّج النواة {number}</translation>
    </message>
    <message>
        <source>{call} gives the same; the largest difference is {difference}</source>
        <translation>يعطي {call} القيم نفسها، وأكبر فرق {difference}</translation>
    </message>
    <message>
        <source>y = A x + b</source>
        <translation>⁦y = A x + b⁩</translation>
    </message>
    <message>
        <source>The matrix</source>
        <translation>المصفوفة</translation>
    </message>
    <message>
        <source>How it comes about</source>
        <translation>كيف تنشأ</translation>
    </message>
    <message>
        <source>The matrix of the chosen kernel</source>
        <translation>مصفوفة النواة المختارة</translation>
    </message>
    <message>
        <source>Column {cell} feeds {outputs}</source>
        <translation>العمود {cell} يغذّي {outputs}</translation>
    </message>
    <message>
        <source>Row {output} reads {cells}</source>
        <translation>الصف {output} يقرأ {cells}</translation>
    </message>
    <message>
        <source>A full layer of this size has {full} weights. This one connects {connections} pairs, so {share} of the matrix is zero, and shares {weights} weights among them: each is used {uses} times.</source>
        <translation>في طبقة كاملة بهذا الحجم {full} وزنًا. أما هذه فتصل {connections} زوجًا، أي إن {share} من المصفوفة أصفار، وتشترك كلها في {weights} من الأوزان، يُستعمل كل منها {uses} مرة.</translation>
    </message>
    <message>
        <source>Matrix to bands</source>
        <translation>من المصفوفة إلى الأشرطة</translation>
    </message>
    <message>
        <source>The layer is one matrix: every row is the kernel, moved on</source>
        <translation>الطبقة مصفوفة واحدة: كل صف هو النواة مُزاحة</translation>
    </message>
    <message>
        <source>Column to slab</source>
        <translation>من عمود إلى لوح</translation>
    </message>
    <message>
        <source>Every kernel makes one layer of the output&apos;s thickness</source>
        <translation>كل نواة تصنع شريحة من سُمك المخرجات</translation>
    </message>
    <message>
        <source>A signal is n × 1 × channels</source>
        <translation>الإشارة n × 1 × القنوات</translation>
    </message>
    <message>
        <source>The domain stays one-dimensional; channels only make it thicker</source>
        <translation>يبقى المجال أحادي البعد، والقنوات تزيد سُمكه فقط</translation>
    </message>
    <message>
        <source>Kernels × window = outputs</source>
        <translation>النوى × النافذة = المخرجات</translation>
    </message>
    <message>
        <source>Every kernel is a row, and makes one number from the window</source>
        <translation>كل نواة صف، وتصنع من النافذة عددًا واحدًا</translation>
    </message>
</context>
<context>
    <name>Tensor</name>
    <message>
        <source>None: no gradient</source>
        <translation>None: لا تدرّج</translation>
    </message>
    <message>
        <source>no values</source>
        <translation>لا قيم</translation>
    </message>
    <message>
        <source>min {min}, max {max}, mean {mean}, norm {norm}</source>
        <translation>الأصغر {min}، الأكبر {max}، المتوسط {mean}، المعيار {norm}</translation>
    </message>
    <message>
        <source>Index along dimension {dimension}</source>
        <translation>الفهرس على البُعد {dimension}</translation>
    </message>
    <message>
        <source>its values were not kept</source>
        <translation>لم تُحفظ قيمه</translation>
    </message>
    <message>
        <source>Only statistics are kept of more than {most} values.</source>
        <translation>لا يُحفظ مما يزيد على {most} قيمة إلا الإحصاءات.</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) NaN</source>
        <translation>
            <numerusform>لا قيمة NaN</numerusform>
            <numerusform>قيمة واحدة NaN</numerusform>
            <numerusform>قيمتان NaN</numerusform>
            <numerusform>%n قيم NaN</numerusform>
            <numerusform>%n قيمة NaN</numerusform>
            <numerusform>%n قيمة NaN</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) infinite</source>
        <translation>
            <numerusform>لا قيمة لانهائية</numerusform>
            <numerusform>قيمة واحدة لانهائية</numerusform>
            <numerusform>قيمتان لانهائيتان</numerusform>
            <numerusform>%n قيم لانهائية</numerusform>
            <numerusform>%n قيمة لانهائية</numerusform>
            <numerusform>%n قيمة لانهائية</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s) of {name}: {places}</source>
        <translation>
            <numerusform>لا عنصر من {name}: {places}</numerusform>
            <numerusform>عنصر واحد من {name}: {places}</numerusform>
            <numerusform>عنصران من {name}: {places}</numerusform>
            <numerusform>%n عناصر من {name}: {places}</numerusform>
            <numerusform>%n عنصرًا من {name}: {places}</numerusform>
            <numerusform>%n عنصر من {name}: {places}</numerusform>
        </translation>
    </message>
    <message>
        <source>the number {name}</source>
        <translation>العدد {name}</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>To the start</source>
        <translation>إلى البداية</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>السابق</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>إلى النهاية</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>الموضع</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>السرعة</translation>
    </message>
    <message>
        <source>Steps per second</source>
        <translation>عدد النقلات في الثانية</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>توقف مؤقت</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>تشغيل</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>مفتاح المسافة</translation>
    </message>
</context>
<context>
    <name>Variables</name>
    <message>
        <source>Walk the graph</source>
        <translation>تجوّل في الرسم البياني</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Copy the Python expression</source>
        <translation>نسخ تعبير Python</translation>
    </message>
    <message>
        <source>Copied: {expression}</source>
        <translation>نُسخ: {expression}</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>القيمة</translation>
    </message>
    <message>
        <source>{name} stands for nothing yet at this step.</source>
        <translation>لا يدل {name} على شيء بعد عند هذا الموضع.</translation>
    </message>
    <message>
        <source>Go to line {line}</source>
        <translation>إلى السطر {line}</translation>
    </message>
    <message numerus="yes">
        <source>%n pass(es) have added to .grad.</source>
        <translation>
            <numerusform>لم يضف أي تمرير إلى ⁦.grad⁩.</numerusform>
            <numerusform>أضاف تمرير واحد إلى ⁦.grad⁩.</numerusform>
            <numerusform>أضاف تمريران إلى ⁦.grad⁩.</numerusform>
            <numerusform>أضافت %n تمريرات إلى ⁦.grad⁩.</numerusform>
            <numerusform>أضاف %n تمريرًا إلى ⁦.grad⁩.</numerusform>
            <numerusform>أضاف %n تمرير إلى ⁦.grad⁩.</numerusform>
        </translation>
    </message>
    <message>
        <source>No pass has added to this .grad: the program itself has set it.</source>
        <translation>لم يضف أي تمرير إلى ⁦.grad⁩ هذا: البرنامج نفسه وضع قيمته.</translation>
    </message>
    <message>
        <source>{grad} is None.</source>
        <translation>قيمة {grad} هي None.</translation>
    </message>
    <message>
        <source>Pass {number}: line {line}</source>
        <translation>التمرير {number}: السطر {line}</translation>
    </message>
    <message>
        <source>Line {line} under {mode}</source>
        <translation>السطر {line} تحت {mode}</translation>
    </message>
    <message>
        <source>leaf</source>
        <translation>موتر ورقي</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>المتغيرات</translation>
    </message>
    <message>
        <source>Seed of the random numbers</source>
        <translation>بذرة الأعداد العشوائية</translation>
    </message>
    <message>
        <source>One less</source>
        <translation>أقل بواحد</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>أكثر بواحد</translation>
    </message>
    <message>
        <source>Re-roll</source>
        <translation>سحب جديد</translation>
    </message>
</context>
<context>
    <name>WhatIf</name>
    <message>
        <source>to {target} (slot {slot})</source>
        <translation>إلى {target} (المنفذ {slot})</translation>
    </message>
    <message>
        <source>What if a gradient were another?</source>
        <translation>ماذا لو كان أحد التدرّجات غير ما هو؟</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>تشغيل</translation>
    </message>
    <message>
        <source>Change what arrives, or cut an edge. The nodes of this pass are called again with it, and both runs are compared. The program itself is not run again.</source>
        <translation>غيّر ما يصل أو اقطع حافة. تُستدعى عُقد هذا التمرير من جديد بهذا التغيير، ويُقارن التمريران. أما البرنامج نفسه فلا يُشغَّل ثانيةً.</translation>
    </message>
    <message>
        <source>Run a program that asks for gradients; then its backward pass can be changed here.</source>
        <translation>شغّل برنامجًا يطلب تدرّجات، ثم غيّر تمريره الخلفي هنا.</translation>
    </message>
    <message>
        <source>This run had no backward pass, so there is nothing to change.</source>
        <translation>لم يكن في هذا التشغيل تمرير خلفي، فلا شيء يُغيَّر.</translation>
    </message>
    <message>
        <source>Changes to backward pass {number} of {count}</source>
        <translation>تغييرات على التمرير الخلفي {number} من {count}</translation>
    </message>
    <message>
        <source>Changes to backward pass {number} of {count}, line {line}</source>
        <translation>تغييرات على التمرير الخلفي {number} من {count}، السطر {line}</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) belong to other passes.</source>
        <translation>
            <numerusform>لا تغييرات في تمريرات أخرى.</numerusform>
            <numerusform>تغيير واحد يخص تمريرًا آخر.</numerusform>
            <numerusform>تغييران يخصان تمريرات أخرى.</numerusform>
            <numerusform>%n تغييرات تخص تمريرات أخرى.</numerusform>
            <numerusform>%n تغييرًا يخص تمريرات أخرى.</numerusform>
            <numerusform>%n تغيير يخص تمريرات أخرى.</numerusform>
        </translation>
    </message>
    <message>
        <source>Double the gradient of {name}</source>
        <translation>ضاعِف تدرّج {name}</translation>
    </message>
    <message>
        <source>Cut the edge from {node} to {target}</source>
        <translation>اقطع الحافة من {node} إلى {target}</translation>
    </message>
    <message>
        <source>Another change</source>
        <translation>تغيير آخر</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>البذرة</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>ما يُفعل</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>العقدة</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>الحافة</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>المُخرَج</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>الجذر</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>العدد</translation>
    </message>
    <message>
        <source>output {output}</source>
        <translation>المُخرَج {output}</translation>
    </message>
    <message>
        <source>root</source>
        <translation>الجذر</translation>
    </message>
    <message>
        <source>from</source>
        <translation>من</translation>
    </message>
    <message>
        <source>at</source>
        <translation>عند</translation>
    </message>
    <message>
        <source>This change is there already.</source>
        <translation>هذا التغيير موجود بالفعل.</translation>
    </message>
    <message>
        <source>No edge of this node carries a gradient on.</source>
        <translation>ليس لهذه العقدة حافة تنقل تدرّجًا.</translation>
    </message>
    <message>
        <source>The gradient of this root was not kept; change it at its node.</source>
        <translation>لم يُحفظ تدرّج هذا الجذر؛ غيّره عند عقدته.</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>لم يُبلَغ</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>لا فرق</translation>
    </message>
    <message>
        <source>norm {before} → {after}</source>
        <translation>المعيار {before} ← {after}</translation>
    </message>
    <message>
        <source>Go to {node}</source>
        <translation>انتقل إلى {node}</translation>
    </message>
    <message>
        <source>▸ Here the two runs part</source>
        <translation>◂ هنا يفترق التمريران</translation>
    </message>
    <message>
        <source>does not run with the changes</source>
        <translation>لا تعمل مع التغييرات</translation>
    </message>
    <message>
        <source>runs only with the changes</source>
        <translation>لا تعمل إلا مع التغييرات</translation>
    </message>
    <message>
        <source>the same arrives; it sends something else</source>
        <translation>يصلها ما وصل، وترسل غير ما أرسلت</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>المسجَّل</translation>
    </message>
    <message>
        <source>with the changes</source>
        <translation>مع التغييرات</translation>
    </message>
    <message>
        <source>The gradients that torch.autograd.grad returns</source>
        <translation>التدرّجات التي تعيدها torch.autograd.grad</translation>
    </message>
    <message>
        <source>The leaves: .grad after this pass</source>
        <translation>الموترات الورقية: ⁦.grad⁩ بعد هذا التمرير</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>الفرق</translation>
    </message>
    <message>
        <source>The nodes that differ: what arrived at them</source>
        <translation>العُقد التي تختلف: ما وصل إليها</translation>
    </message>
    <message>
        <source>node</source>
        <translation>العقدة</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ولا شيء غيرها</numerusform>
            <numerusform>وواحد آخر</numerusform>
            <numerusform>واثنان آخران</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n أخرى</numerusform>
            <numerusform>و%n أخرى</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing differs: these changes have no effect on this pass.</source>
        <translation>لا فرق: ليس لهذه التغييرات أثر في هذا التمرير.</translation>
    </message>
    <message numerus="yes">
        <source>At %n other node(s) nothing differs.</source>
        <translation>
            <numerusform>ما من عقدة أخرى لا تختلف.</numerusform>
            <numerusform>عقدة واحدة أخرى لا يختلف فيها شيء.</numerusform>
            <numerusform>عقدتان أخريان لا يختلف فيهما شيء.</numerusform>
            <numerusform>%n عُقد أخرى لا يختلف فيها شيء.</numerusform>
            <numerusform>%n عقدة أخرى لا يختلف فيها شيء.</numerusform>
            <numerusform>%n عقدة أخرى لا يختلف فيها شيء.</numerusform>
        </translation>
    </message>
    <message>
        <source>This does not fit this run, so it is left out.</source>
        <translation>لا يناسب هذا التغيير هذا التشغيل، فلم يُؤخذ به.</translation>
    </message>
    <message>
        <source>Remove this change</source>
        <translation>احذف هذا التغيير</translation>
    </message>
    <message>
        <source>The gradient of the root {name} is</source>
        <translation>تدرّج الجذر {name} هو</translation>
    </message>
    <message>
        <source>× 2</source>
        <translation>× 2</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>صفر</translation>
    </message>
    <message>
        <source>Negate</source>
        <translation>عكس الإشارة</translation>
    </message>
    <message>
        <source>Ones</source>
        <translation>آحاد</translation>
    </message>
    <message>
        <source>all to</source>
        <translation>الكل إلى</translation>
    </message>
    <message>
        <source>One number for all of the gradient</source>
        <translation>عدد واحد للتدرّج كله</translation>
    </message>
    <message>
        <source>The edge from {node} to {target} (slot {slot}) is cut</source>
        <translation>قُطعت الحافة من {node} إلى {target} (المنفذ {slot})</translation>
    </message>
    <message>
        <source>At {node}, output {output}: {act}</source>
        <translation>عند {node}، المُخرَج {output}: {act}</translation>
    </message>
    <message>
        <source>At {node}: {act}</source>
        <translation>عند {node}: {act}</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>أعد السؤال</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>شغّل ثانيةً</translation>
    </message>
    <message>
        <source>The nodes are being called…</source>
        <translation>تُستدعى العُقد…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>“{typed}” cannot stand there: a finite number is needed, and none below zero for a limit, a deviation or a seed.</source>
        <translation>لا يصلح «{typed}» هنا: يلزم عدد منتهٍ، وألّا يقل عن الصفر إن كان حدًّا أو انحرافًا أو بذرة.</translation>
    </message>
    <message>
        <source>Cancelled. What is compared below, if anything, are earlier changes.</source>
        <translation>أُلغي السؤال. وما يُقارن أدناه، إن وُجد، تغييرات سابقة.</translation>
    </message>
    <message>
        <source>Hooks of the program changed gradients, and hooks are not run again; so even without a change these nodes differ: {nodes}.</source>
        <translation>غيّرت خطاطيف (hooks) البرنامج تدرّجات، والخطاطيف لا تُشغَّل ثانيةً؛ لذلك تختلف هذه العُقد حتى دون تغيير: {nodes}.</translation>
    </message>
    <message>
        <source>scale by</source>
        <translation>اضرب في</translation>
    </message>
    <message>
        <source>clip each value to ±</source>
        <translation>قُصّ كل قيمة إلى ±</translation>
    </message>
    <message>
        <source>clip the norm to</source>
        <translation>قُصّ المعيار إلى</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>اجعله صفرًا</translation>
    </message>
    <message>
        <source>negate</source>
        <translation>اعكس الإشارة</translation>
    </message>
    <message>
        <source>add noise of deviation</source>
        <translation>أضف ضجيجًا انحرافه المعياري</translation>
    </message>
    <message>
        <source>cut an edge</source>
        <translation>اقطع حافة</translation>
    </message>
    <message>
        <source>another gradient for a root</source>
        <translation>تدرّج آخر لجذر</translation>
    </message>
    <message>
        <source>Nothing was kept of this run, so its nodes cannot be called again. Run the program again.</source>
        <translation>لم يُحفظ شيء من هذا التشغيل، فلا يمكن استدعاء عُقده من جديد. شغّل البرنامج ثانيةً.</translation>
    </message>
    <message>
        <source>The program is still running. The answer comes when it has ended.</source>
        <translation>ما زال البرنامج يعمل. يأتي الجواب عند انتهائه.</translation>
    </message>
    <message>
        <source>The process that kept this pass has ended. Run the program again; your changes stay.</source>
        <translation>انتهت العملية التي كانت تحفظ هذا التمرير. شغّل البرنامج ثانيةً؛ وتبقى تغييراتك.</translation>
    </message>
    <message>
        <source>This pass was not kept: only the first two and the last two of a run are. Step to one of those, or let the program run fewer passes and run it again.</source>
        <translation>لم يُحفظ هذا التمرير: لا يُحفظ من التشغيل إلا أول تمريرين وآخر تمريرين. انتقل إلى أحدها، أو اجعل البرنامج أقل تمريرات وشغّله ثانيةً.</translation>
    </message>
    <message>
        <source>This pass ran on a thread of the program&apos;s own, which cannot be kept. Call backward() on the main thread and run it again.</source>
        <translation>جرى هذا التمرير في خيط (thread) أنشأه البرنامج، ولا يمكن حفظه. استدعِ ⁦backward()⁩ في الخيط الرئيسي وشغّله ثانيةً.</translation>
    </message>
    <message>
        <source>There was not enough memory to keep this pass, or to call its nodes. Make the tensors smaller and run it again.</source>
        <translation>لم تكفِ الذاكرة لحفظ هذا التمرير أو لاستدعاء عُقده. صغّر الموترات وشغّل البرنامج ثانيةً.</translation>
    </message>
    <message>
        <source>This pass ran inside torch.func or vmap, where nodes cannot be called one by one. Write it without them to ask here.</source>
        <translation>جرى هذا التمرير داخل torch.func أو vmap، حيث لا تُستدعى العُقد واحدةً واحدة. اكتبه دونهما لتسأل هنا.</translation>
    </message>
    <message>
        <source>A node of this pass, or a gradient of this kind, cannot be handled from outside the engine. Take the last change back.</source>
        <translation>في هذا التمرير عقدة، أو تدرّج من نوع، لا يُعامَل من خارج المحرّك. تراجع عن آخر تغيير.</translation>
    </message>
    <message>
        <source>A change is about a root that this run does not have. Remove that change.</source>
        <translation>يخص أحد التغييرات جذرًا ليس في هذا التشغيل. احذف ذلك التغيير.</translation>
    </message>
    <message>
        <source>A change is about a node that this run does not have. Remove that change.</source>
        <translation>يخص أحد التغييرات عقدة ليست في هذا التشغيل. احذف ذلك التغيير.</translation>
    </message>
    <message>
        <source>A change is about an output that its node does not have. Remove that change.</source>
        <translation>يخص أحد التغييرات مُخرَجًا ليس لعقدته. احذف ذلك التغيير.</translation>
    </message>
    <message>
        <source>A change is about an edge that this run does not have, or that carries no gradient. Remove that change.</source>
        <translation>يخص أحد التغييرات حافة ليست في هذا التشغيل، أو لا تنقل تدرّجًا. احذف ذلك التغيير.</translation>
    </message>
    <message>
        <source>The gradient of a root does not have the shape of the root. Remove that change and make it again.</source>
        <translation>شكل تدرّج أحد الجذور ليس شكل الجذر. احذف ذلك التغيير وأعده.</translation>
    </message>
    <message>
        <source>The gradient of a root holds something that is no number. Mend it.</source>
        <translation>في تدرّج أحد الجذور ما ليس عددًا. أصلحه.</translation>
    </message>
    <message>
        <source>{node} raised {type}: “{message}”. What ran before it is compared below.</source>
        <translation>رفعت {node} الاستثناء {type}: «{message}». وما جرى قبلها يُقارن أدناه.</translation>
    </message>
    <message>
        <source>With these changes the pass did not come to an end, and was stopped. Take the last change back.</source>
        <translation>لم ينتهِ التمرير مع هذه التغييرات فأُوقف. تراجع عن آخر تغيير.</translation>
    </message>
    <message>
        <source>With these changes a node ended its process, so there is nothing to compare. Take the last change back.</source>
        <translation>أنهت إحدى العُقد عمليتها مع هذه التغييرات، فلا شيء يُقارن. تراجع عن آخر تغيير.</translation>
    </message>
    <message>
        <source>other values</source>
        <translation>قيم أخرى</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>{name} is of type {operation}: only floating-point and complex tensors can require gradients.</source>
        <translation>نوع {name} هو {operation}: لا تتطلب تدرّجًا إلا موترات الأعداد العشرية والمركبة.</translation>
    </message>
    <message>
        <source>{name} does not require a gradient: it was made without requires_grad=True.</source>
        <translation>لا يتطلب {name} تدرّجًا: أُنشئ من دون ⁦requires_grad=True⁩.</translation>
    </message>
    <message>
        <source>Nothing that {name} was computed from requires a gradient, so {name} does not require one either.</source>
        <translation>لا شيء مما حُسب منه {name} يتطلب تدرّجًا، فلا يتطلبه {name} أيضًا.</translation>
    </message>
    <message>
        <source>{name} was computed under torch.no_grad(), where torch records nothing: it does not require a gradient.</source>
        <translation>حُسب {name} تحت ⁦torch.no_grad()⁩ حيث لا يسجّل torch شيئًا، فلا يتطلب تدرّجًا.</translation>
    </message>
    <message>
        <source>{name} was made in inference mode, where torch records nothing: it does not require a gradient.</source>
        <translation>أُنشئ {name} في نمط الاستدلال (inference mode) حيث لا يسجّل torch شيئًا، فلا يتطلب تدرّجًا.</translation>
    </message>
    <message>
        <source>{operation} gave {name} the values without their history: it does not require a gradient.</source>
        <translation>أعطت {operation} المتغير {name} القيم من دون تاريخها، فلا يتطلب تدرّجًا.</translation>
    </message>
    <message>
        <source>{operation} has no derivative, so {name} does not require a gradient.</source>
        <translation>ليس للعملية {operation} مشتقة، فلا يتطلب {name} تدرّجًا.</translation>
    </message>
    <message>
        <source>{name} is not a leaf: {node} made it, and a pass keeps .grad for leaves alone. To keep it here too, call {mend} before the pass.</source>
        <translation>ليس {name} موترًا ورقيًا: فقد صنعته {node}، والتمرير يحفظ ⁦.grad⁩ للموترات الورقية وحدها. ليُحفظ هنا أيضًا استدعِ {mend} قبل التمرير.</translation>
    </message>
    <message>
        <source>The program runs no backward pass, and nothing else fills .grad.</source>
        <translation>لا يجري البرنامج أي تمرير خلفي، ولا شيء غيره يملأ ⁦.grad⁩.</translation>
    </message>
    <message>
        <source>The program raised an error before any gradient was computed.</source>
        <translation>وقع خطأ في البرنامج قبل أن يُحسب أي تدرّج.</translation>
    </message>
    <message>
        <source>No backward pass has run yet; pass {number} is still to come.</source>
        <translation>لم يجرِ أي تمرير خلفي بعد؛ التمرير {number} لم يأتِ بعد.</translation>
    </message>
    <message>
        <source>Backward pass {number} is running and has not reached {name} yet.</source>
        <translation>التمرير الخلفي {number} جارٍ ولم يصل إلى {name} بعد.</translation>
    </message>
    <message>
        <source>Pass {number} filled it, and since then the program cleared it: zero_grad(), or .grad = None.</source>
        <translation>ملأه التمرير {number}، ثم محاه البرنامج بعد ذلك: ⁦zero_grad()⁩ أو ⁦.grad = None⁩.</translation>
    </message>
    <message>
        <source>In pass {number} {node} sent no gradient, so nothing was added.</source>
        <translation>في التمرير {number} لم ترسل {node} أي تدرّج، فلم يُضف شيء.</translation>
    </message>
    <message>
        <source>Pass {number} raised an error before it reached {name}.</source>
        <translation>وقع خطأ في التمرير {number} قبل أن يصل إلى {name}.</translation>
    </message>
    <message>
        <source>torch.autograd.grad returns the gradients and leaves .grad as it was.</source>
        <translation>تعيد ⁦torch.autograd.grad⁩ التدرّجات وتترك ⁦.grad⁩ كما كان.</translation>
    </message>
    <message>
        <source>Pass {number} was asked for the gradients of other tensors only.</source>
        <translation>طُلبت من التمرير {number} تدرّجات موترات أخرى فقط.</translation>
    </message>
    <message>
        <source>Pass {number} did not reach {name}: {operation} used it under torch.no_grad(), where the graph ends.</source>
        <translation>لم يصل التمرير {number} إلى {name}: استعملته {operation} تحت ⁦torch.no_grad()⁩ حيث ينتهي الرسم البياني.</translation>
    </message>
    <message>
        <source>Pass {number} did not reach {name}: {operation} used it in inference mode, where the graph ends.</source>
        <translation>لم يصل التمرير {number} إلى {name}: استعملته {operation} في نمط الاستدلال حيث ينتهي الرسم البياني.</translation>
    </message>
    <message>
        <source>Pass {number} did not reach {name}: {operation} on the way keeps only the values, and there the graph ends.</source>
        <translation>لم يصل التمرير {number} إلى {name}: في الطريق {operation} التي تُبقي القيم وحدها، وعندها ينتهي الرسم البياني.</translation>
    </message>
    <message>
        <source>Pass {number} did not reach {name}: {operation} on the way has no derivative, and there the graph ends.</source>
        <translation>لم يصل التمرير {number} إلى {name}: في الطريق {operation} التي لا مشتقة لها، وعندها ينتهي الرسم البياني.</translation>
    </message>
    <message>
        <source>Pass {number} did not reach {name}: no path of the graph leads to it from where the pass began.</source>
        <translation>لم يصل التمرير {number} إلى {name}: لا طريق في الرسم البياني يقود إليه من حيث بدأ التمرير.</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Recordings and weights</source>
        <translation>تسجيلات وأوزان</translation>
    </message>
    <message>
        <source>Pictures and weights</source>
        <translation>الصور والأوزان</translation>
    </message>
    <message>
        <source>Python programs</source>
        <translation>برامج Python</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>كل الملفات</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>فتح ملف</translation>
    </message>
    <message>
        <source>The process that computes keeps ending. Start ConvGrad again to go on.</source>
        <translation>تتوقف عملية الحساب كلما بدأت. أعد تشغيل ConvGrad للمتابعة.</translation>
    </message>
    <message>
        <source>Something in ConvGrad went wrong ({summary}). Your work is still here.</source>
        <translation>حدث خلل داخل ConvGrad ({summary})، وعملك باقٍ كما هو.</translation>
    </message>
    <message>
        <source>Changes are shown at once now, without movement.</source>
        <translation>تظهر التغييرات الآن دفعة واحدة بلا حركة.</translation>
    </message>
    <message>
        <source>Changes are shown as movements again.</source>
        <translation>عادت التغييرات تظهر بالحركة.</translation>
    </message>
    <message>
        <source>About ConvGrad</source>
        <translation>عن ConvGrad</translation>
    </message>
    <message>
        <source>ConvGrad makes convolution and automatic differentiation visible. What it shows is computed by torch {version}.</source>
        <translation>يجعل ConvGrad الالتفاف (convolution) والتفاضل التلقائي (automatic differentiation) مرئيين. وكل ما يعرضه محسوب بـ torch {version}.</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>القائمة</translation>
    </message>
    <message>
        <source>Loading torch</source>
        <translation>يُحمَّل torch</translation>
    </message>
</context>
</TS>
